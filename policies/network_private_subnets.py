"""Subnets give nobody a public address."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import off
from policies.engine.stack import Resource, Stack, shown

_SWITCHES = (
    "assign_generated_ipv6_cidr_block",
    "assign_ipv6_address_on_creation",
    "enable_dns64",
    "ipv6_native",
    "map_customer_owned_ip_on_launch",
    "map_public_ip_on_launch",
)
_RANGES = ("ipv6_cidr_block", "ipv6_ipam_pool_id")


class PrivateSubnets(Policy):
    """No public address, no IPv6: neither from the VPC nor from a subnet."""

    id = "CKV_TDG_609"
    title = "VPC and subnets give out no public address, and none of IPv6"
    category = "network"
    why = "Every IPv6 address of AWS is a public one, and Multi-AZ DB clusters have none."
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html"
    fix = "Set map_public_ip_on_launch to false, and leave everything of IPv6 out."
    types = ("aws_subnet", "aws_vpc")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each switch that is not off, and for each range that is given."""
        del stack
        for name in _SWITCHES:
            if not off(resource.get(name)):
                yield Violation(f"{name} is {shown(resource.get(name))}, and not false", attribute=name)
        for name in _RANGES:
            if resource.get(name) not in (None, ""):
                yield Violation(f"{name} is {shown(resource.get(name))}, and not left out", attribute=name)


check = register(PrivateSubnets)
