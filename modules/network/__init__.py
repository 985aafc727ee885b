"""The cell's VPC, and who can reach what in it."""

from modules.network.network import Network
from modules.network.outputs import NetworkOutputs

__all__ = ["Network", "NetworkOutputs"]
