"""The master user's secret, and the secrets of users that cannot log in with a token."""

from modules.credentials.credentials import Credentials, CredentialsOutputs

__all__ = ["Credentials", "CredentialsOutputs"]
