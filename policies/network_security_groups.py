"""Every security group is in a VPC of this stack."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown
from policies.engine.subnets import vpc_of


class SecurityGroups(Policy):
    """No group is in the default VPC, or in somebody else's."""

    id = "CKV_TDG_604"
    title = "Security groups are in a VPC of this stack"
    category = "network"
    why = "A group without a VPC is in the default VPC, which has a way to the internet."
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html"
    fix = "Set vpc_id to the cell's VPC."
    types = ("aws_security_group",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the group."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless it is in a VPC of this stack."""
        if vpc_of(resource, stack) is None:
            given = shown(resource.get("vpc_id"))
            yield Violation(f"vpc_id is {given}, and no VPC of this stack", attribute="vpc_id")


check = register(SecurityGroups)
