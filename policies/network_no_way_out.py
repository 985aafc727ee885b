"""There is no way to the internet, to another network, or from there."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.facts import facts
from policies.engine.patterns import matches
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class NoWayOut(Policy):
    """None of the resources that connect a VPC with anything else."""

    id = "CKV_TDG_607"
    title = "Nothing connects the VPC with the internet or with another network"
    category = "network"
    why = (
        "Security groups are the second wall. The first is that there is no way: no gateway, no peering, no transit, "
        "no VPN, no public address, no service that is offered to others."
    )
    source = "https://docs.aws.amazon.com/controltower/latest/controlreference/data-residency-preventive-controls.html"
    fix = "Remove the resource. Clients live in the cell's VPC; AWS's services are reached by VPC endpoints."
    types = tuple(facts("ways_out")["types"])

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation: that it is there is what is wrong."""
        del stack
        ways = facts("ways_out")["types"]
        where = next(way for kind, way in ways.items() if matches(resource.type, kind))
        yield Violation(f"{resource.type} is a way {where}")


check = register(NoWayOut)
