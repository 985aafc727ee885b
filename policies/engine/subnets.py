"""Which subnets and which VPC a resource is in."""

from policies.engine.clusters import leads_to, made
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, Value


def vpc_of(resource: Resource, stack: Stack) -> Resource | None:
    """The VPC of this stack that a resource names in `vpc_id`; None if it is no such VPC."""
    return find(resource.get("vpc_id"), stack, "aws_vpc")


def find(value: Value, stack: Stack, kind: str) -> Resource | None:
    """The resource of a type, made by this stack, that a value is the id of; None if it is no such resource."""
    return next((each for each in made(stack, kind) if leads_to(value, each, stack, "id")), None)


def group_of_subnets(cluster: Resource, stack: Stack) -> Resource | None:
    """The subnet group of this stack that a cluster names; None if it names none."""
    given = cluster.get("db_subnet_group_name")
    groups = (group for group in made(stack, "aws_db_subnet_group") if group.region == cluster.region)
    return next((group for group in groups if leads_to(given, group, stack, "name", "id")), None)


def subnets_of(cluster: Resource, stack: Stack) -> list[Resource]:
    """The subnets of this stack in a cluster's subnet group."""
    group = group_of_subnets(cluster, stack)
    given = items(group.get("subnet_ids")) if group else []
    found = [find(each, stack, "aws_subnet") for each in given]
    return [subnet for subnet in found if subnet is not None]
