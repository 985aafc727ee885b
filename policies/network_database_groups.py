"""The cluster wears security groups of this stack, in its own VPC."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.openings import group_of
from policies.engine.policy import Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, shown
from policies.engine.subnets import subnets_of, vpc_of


class DatabaseGroups(ClusterPolicy):
    """At least one group, each of this stack and of the cluster's VPC, none the default one."""

    id = "CKV_TDG_602"
    title = "A cluster wears security groups of this stack, and not the default one"
    category = "network"
    why = (
        "Without a group the cluster gets the VPC's default one. A group that is not of this stack may let in anybody, "
        "now or later, and no rule of it is seen here."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html"
    fix = "Set vpc_security_group_ids to the database's own security group."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a group, and for each that is not as it must be."""
        given = items(resource.get("vpc_security_group_ids"))
        if not given:
            yield _violation("the cluster has no vpc_security_group_ids, and so the VPC's default group")
        vpcs = {vpc.address for vpc in (vpc_of(each, stack) for each in subnets_of(resource, stack)) if vpc}
        for each in given:
            group = group_of(each, stack)
            if group is None or group.type == "aws_default_security_group" or group.region != resource.region:
                yield _violation(f"vpc_security_group_ids has {shown(each)}, which is no own group of this stack")
                continue
            vpc = vpc_of(group, stack)
            if vpc is None or {vpc.address} != vpcs:
                yield Violation("the group is not in the VPC of the cluster's subnets", group.address, "vpc_id")


def _violation(message: str) -> Violation:
    return Violation(message, attribute="vpc_security_group_ids")


check = register(DatabaseGroups)
