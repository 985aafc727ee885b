"""Functions run inside the VPC."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.openings import group_of
from policies.engine.policy import Policy, Violation
from policies.engine.reading import items, off
from policies.engine.stack import Resource, Stack, shown
from policies.engine.subnets import find


class Functions(Policy):
    """Each function is in subnets of this stack, and wears groups of this stack."""

    id = "CKV_TDG_611"
    title = "Functions run in the VPC's private subnets"
    category = "network"
    why = (
        "A function outside of the VPC runs in a network of AWS's with a way to the internet, whatever the VPC has. "
        "Those of the cell hold credentials of the database."
    )
    source = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html"
    fix = "Set vpc_config to the private subnets and to a security group of the cell."
    types = ("aws_lambda_function",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the function."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on subnets and groups that are missing, or not of this stack, and on IPv6."""
        subnets = items(resource.get("vpc_config.0.subnet_ids"))
        if not subnets or any(find(each, stack, "aws_subnet") is None for each in subnets):
            message = f"vpc_config.subnet_ids is {shown(subnets)}, and not subnets of this stack"
            yield Violation(message, attribute="vpc_config.0.subnet_ids")
        groups = items(resource.get("vpc_config.0.security_group_ids"))
        found = [group_of(each, stack) for each in groups]
        if not found or any(each is None or each.type != "aws_security_group" for each in found):
            message = f"vpc_config.security_group_ids is {shown(groups)}, and not groups of this stack"
            yield Violation(message, attribute="vpc_config.0.security_group_ids")
        if not off(resource.get("vpc_config.0.ipv6_allowed_for_dual_stack")):
            yield Violation("the function may use IPv6", attribute="vpc_config.0.ipv6_allowed_for_dual_stack")


check = register(Functions)
