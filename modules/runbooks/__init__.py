"""What to do when an alarm wakes somebody, with the names of the environment that it is about."""

from modules.runbooks.rendering import NAMES, address, runbooks

__all__ = ["NAMES", "address", "runbooks"]
