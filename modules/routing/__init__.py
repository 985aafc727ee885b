"""Names for applications in the cell's VPC."""

from modules.routing.routing import DatabaseNames, Routing, RoutingOutputs

__all__ = ["DatabaseNames", "Routing", "RoutingOutputs"]
