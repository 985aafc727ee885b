"""The VPC's default security group is closed."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import leads_to, made
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class DefaultGroup(Policy):
    """Each VPC's default group is taken over, and has no rules."""

    id = "CKV_TDG_605"
    title = "The default security group of every VPC has no rules"
    category = "network"
    why = (
        "AWS gives each VPC a group that lets its members talk to each other, and to the whole world. Whatever names "
        "no group gets that one. Only aws_default_security_group without rules takes them away."
    )
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"
    fix = "Give the VPC an aws_default_security_group with no ingress and no egress."
    types = ("aws_vpc",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the VPC."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation where the group is not taken over, and for each direction in which it has rules."""
        groups = [
            group
            for group in made(stack, "aws_default_security_group")
            if leads_to(group.get("vpc_id"), resource, stack, "id")
        ]
        if not groups:
            yield Violation("no aws_default_security_group closes the VPC's default group")
        for group in groups:
            for direction in ("ingress", "egress"):
                if group.get(direction) not in (None, []):
                    yield Violation(f"the default group has {direction} rules", group.address, direction)


check = register(DefaultGroup)
