"""Logging in with IAM tokens: a server plugin asks for the token, and the sandbox's IAM says whether it is good."""

from sandbox.data_plane.login.building import LoginPlugin, built
from sandbox.data_plane.login.verifier import SOCKET_VARIABLE, Attempt, Verifier

__all__ = ["SOCKET_VARIABLE", "Attempt", "LoginPlugin", "Verifier", "built"]
