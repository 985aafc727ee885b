"""What RDS refuses around clusters: snapshots, replicas, subnet groups, subscriptions, parameters."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sandbox.control_plane.rds.refusals.refusing import COMBINATION, VALUE, Order, refuse


@cache
def categories() -> dict[str, list[str]]:
    """Source type -> event categories."""
    loaded: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("categories.yaml").read_text())
    return loaded


def subscription(backend: Any, order: Order) -> None:
    """A topic of this region that is there, categories that the source type has, sources that are there.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html
    """
    from moto.sns.models import sns_backends

    topic, kind = order["sns_topic_arn"], order.get("source_type")
    parts = topic.split(":")
    known = len(parts) == 6 and parts[3] == backend.region_name and topic in sns_backends[parts[4]][parts[3]].topics
    if not known:
        refuse("SNSTopicArnNotFound", f"SNS topic ARN {topic} does not exist in {backend.region_name}")
    sources = order.get("source_ids") or []
    if sources and not kind:
        refuse(COMBINATION, "SourceType is required when SourceIds are specified.")
    if kind and kind not in categories():
        refuse(VALUE, f"Invalid source type: {kind}")
    for category in order.get("event_categories") or []:
        if not kind or category not in categories()[kind]:
            refuse("SubscriptionCategoryNotFound", f"The category {category} does not exist for {kind}")
    _check_sources(backend, kind, sources)


def _check_sources(backend: Any, kind: str | None, sources: list[str]) -> None:
    held = {
        "db-cluster": backend.clusters,
        "db-instance": backend.databases,
        "db-cluster-snapshot": backend.cluster_snapshots,
    }.get(kind or "", {})
    for name in sources:
        if name not in held:
            refuse("SourceNotFound", f"Source {name} of type {kind} does not exist")


def subnet_group(subnets: list[Any]) -> None:
    """Two zones at least.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html
    """
    if len({subnet.availability_zone for subnet in subnets}) < 2:
        refuse(
            "DBSubnetGroupDoesNotCoverEnoughAZs",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Add subnets to cover at "
            "least 2 AZs.",
        )
    if len({subnet.vpc_id for subnet in subnets}) > 1:
        refuse("InvalidSubnet", "The subnets of a DB subnet group must be of the same VPC.")


def family(name: str) -> None:
    """A family that RDS has for such clusters."""
    if name not in ("mysql8.0", "mysql8.4"):
        refuse(VALUE, f"ParameterGroupFamily {name} is not a valid parameter group family")


def parameter(given: Order) -> None:
    """Clusters replicate by rows.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.FeatureSupport.html
    """
    if given["ParameterName"] == "binlog_format":
        refuse(VALUE, "The parameter binlog_format cannot be modified.")


def never(what: str) -> None:
    """Something that Multi-AZ DB clusters cannot do.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.Limitations.html
    """
    refuse(COMBINATION, f"{what} isn't supported for Multi-AZ DB clusters.")
