"""The AWS APIs on this machine: moto's server, extended where Multi-AZ DB clusters need more than moto has."""

from sandbox.control_plane.control_plane import ControlPlane
from sandbox.control_plane.keeping import StateError
from sandbox.control_plane.listening import PortInUseError

__all__ = ["ControlPlane", "PortInUseError", "StateError"]
