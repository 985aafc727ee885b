"""A cluster's members have three subnets, in three zones, of one VPC."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import MEMBERS, ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, shown
from policies.engine.subnets import find, group_of_subnets, subnets_of, vpc_of


class ThreeSubnets(ClusterPolicy):
    """A subnet group of this stack, of at least three of its subnets, in as many zones, in one VPC."""

    id = "CKV_TDG_612"
    title = "A cluster has three subnets of this stack, in three zones"
    category = "network"
    why = (
        "Without a subnet group the cluster is in the default VPC. One with two zones can be made, and the cluster "
        "then fails; a subnet that is not of this stack may have a way to the internet."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/create-multi-az-db-cluster.html"
    fix = "Name three different zones in network.availability_zones, and all private subnets in the subnet group."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a group, on subnets that are not of this stack, and on too few zones."""
        group = group_of_subnets(resource, stack)
        if group is None:
            given = shown(resource.get("db_subnet_group_name"))
            message = f"db_subnet_group_name is {given}, and no subnet group of this stack and region"
            yield Violation(message, attribute="db_subnet_group_name")
            return
        for each in items(group.get("subnet_ids")):
            if find(each, stack, "aws_subnet") is None:
                message = f"subnet_ids has {shown(each)}, which is no subnet of this stack"
                yield Violation(message, group.address, "subnet_ids")
        subnets = subnets_of(resource, stack)
        zones = {stack.text(subnet.get("availability_zone")) for subnet in subnets} - {None}
        if len(zones) < MEMBERS:
            message = f"the subnet group's subnets are in {len(zones)} known zones, and not in {MEMBERS}"
            yield Violation(message, group.address, "subnet_ids")
        vpcs = {vpc.address if vpc else None for vpc in (vpc_of(each, stack) for each in subnets)}
        if len(vpcs) > 1 or None in vpcs:
            yield Violation("the subnet group's subnets are not in one VPC of this stack", group.address, "subnet_ids")


check = register(ThreeSubnets)
