"""What a cluster is called, and what RDS makes of its name."""

from policies.engine.policy import Policy
from policies.engine.reading import number
from policies.engine.stack import Reference, Resource, Stack, Value

MEMBERS = 3


class ClusterPolicy(Policy):
    """A policy on each cluster that the stack makes."""

    types = ("aws_rds_cluster",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the cluster, and does not only look it up."""
        del stack
        return resource.mode == "managed"


def identifier(cluster: Resource, stack: Stack) -> str | None:
    """The cluster's identifier; None if it cannot be known."""
    return stack.text(cluster.get("cluster_identifier"))


def members(name: str) -> tuple[str, ...]:
    """The identifiers of a cluster's three members.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/modify-multi-az-db-cluster.html
    (checked 2026-11-22).
    """
    return tuple(f"{name}-instance-{index + 1}" for index in range(MEMBERS))


def port(cluster: Resource) -> int | None:
    """The port of a cluster's endpoints; None if it is not given, or cannot be known."""
    found = number(cluster.get("port"))
    return found if isinstance(found, int) else None


def log_group(cluster: Resource, export: str, stack: Stack) -> Resource | None:
    """The log group of this stack that a cluster's export is written to, in the cluster's region.

    Source of the name: https://github.com/terraform-aws-modules/terraform-aws-rds-aurora (checked 2026-11-22).
    """
    name = f"/aws/rds/cluster/{identifier(cluster, stack)}/{export}"
    found = (group for group in made(stack, "aws_cloudwatch_log_group") if stack.text(group.get("name")) == name)
    return next((group for group in found if group.region == cluster.region), None)


def made(stack: Stack, *types: str) -> list[Resource]:
    """The resources of these types that this stack certainly makes."""
    return [found for found in stack.of(*types) if found.mode == "managed" and found.certain]


def leads_to(value: Value, resource: Resource, stack: Stack, *attributes: str) -> bool:
    """Whether a value is one of a resource's `attributes`: a reference to it, or the same known text."""
    if isinstance(value, Reference):
        same = value.address == resource.address and value.key in (None, resource.key)
        return (same and value.attribute in attributes) or _same_text(value, resource, stack, attributes)
    return _same_text(value, resource, stack, attributes)


def _same_text(value: Value, resource: Resource, stack: Stack, attributes: tuple[str, ...]) -> bool:
    text = stack.text(value)
    return text is not None and any(stack.text(resource.get(attribute)) == text for attribute in attributes)
