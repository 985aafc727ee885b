"""The cell's names are answered in its VPC alone."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown
from policies.engine.subnets import find


class PrivateZones(Policy):
    """Each zone is private, and of VPCs of this stack."""

    id = "CKV_TDG_617"
    title = "Zones of names are private, and of this stack's VPC"
    category = "network"
    why = "A public zone tells everybody where the databases are; one that is shared with another VPC tells that one."
    source = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html"
    fix = "Give the zone a vpc block with the cell's VPC, and no other."
    types = ("aws_route53_zone", "aws_route53_zone_association", "aws_route53_vpc_association_authorization")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for a public zone, and for each VPC that is not of this stack."""
        zone = resource.type == "aws_route53_zone"
        vpcs = resource.blocks("vpc") if zone else [dict(resource.values)]
        if not vpcs:
            yield Violation("the zone has no vpc, and is public", attribute="vpc")
        for index, each in enumerate(vpcs):
            if find(each.get("vpc_id"), stack, "aws_vpc") is None:
                path = f"vpc.{index}.vpc_id" if zone else "vpc_id"
                yield Violation(f"vpc_id is {shown(each.get('vpc_id'))}, and no VPC of this stack", attribute=path)


check = register(PrivateZones)
