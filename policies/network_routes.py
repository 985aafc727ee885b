"""No route leads out of the VPC."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class Routes(Policy):
    """Route tables have no routes of their own; gateway endpoints add theirs by themselves."""

    id = "CKV_TDG_608"
    title = "No route table has a route of its own"
    category = "network"
    why = (
        "The route within the VPC is always there. Any other leads to a gateway, a peer, an instance or an interface, "
        "and whoever holds the id that it names decides where that goes."
    )
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html"
    fix = "Remove the route."
    types = ("aws_route", "aws_route_table", "aws_default_route_table", "aws_vpn_gateway_route_propagation")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for a route, for routes in a table, and for propagated ones."""
        del stack
        if "route_table" not in resource.type:
            yield Violation("the route leads out of the VPC")
            return
        for name in ("route", "propagating_vgws"):
            if resource.get(name) not in (None, []):
                yield Violation("the route table has routes that lead out of the VPC", attribute=name)


check = register(Routes)
