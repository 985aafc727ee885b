"""Subnets are in zones of their region."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown
from policies.engine.subnets import vpc_of


class Zones(Policy):
    """Each subnet names its zone, one of its own region, and is in a VPC of this stack."""

    id = "CKV_TDG_613"
    title = "Every subnet is in a named zone of its region, and in a VPC of this stack"
    category = "network"
    why = (
        "Where no zone is named AWS chooses, and three subnets may get the same. The plan accepts a zone of any "
        "region, local zones among them, which may be in another country than the region."
    )
    source = "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html"
    fix = "Name zones of the environment's region in network.availability_zones."
    types = ("aws_subnet",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the subnet."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on the zone, and one on the VPC."""
        given = resource.get("availability_zone")
        zone = stack.text(given) or ""
        if resource.region is None or not re.fullmatch(re.escape(resource.region) + "[a-z]", zone):
            message = f"availability_zone is {shown(given)}, and no zone of {resource.region or 'a known region'}"
            yield Violation(message, attribute="availability_zone")
        if vpc_of(resource, stack) is None:
            message = f"vpc_id is {shown(resource.get('vpc_id'))}, and no VPC of this stack"
            yield Violation(message, attribute="vpc_id")
        if resource.get("outpost_arn") is not None:
            yield Violation("the subnet is on an outpost, outside of the region", attribute="outpost_arn")


check = register(Zones)
