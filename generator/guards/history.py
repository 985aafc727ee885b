"""When the storage of clusters was changed last: the one thing that a plan does not say and RDS does."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from generator.guards.storage import PAUSE

if TYPE_CHECKING:
    import boto3
    from types_boto3_rds import RDSClient

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html (checked 2026-11-25)
_MESSAGES = ("modification to allocated storage", "allocated storage", "storage-optimization")
_OPTIMISING = "storage-optimization"


def storage_changes(session: "boto3.Session", clusters: Iterable[str]) -> Mapping[str, datetime | None]:
    """When each cluster's storage was changed last; None if not within the last six hours.

    A cluster that RDS does not tell of is left out: it may not be asked, or it does not know the cluster.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    rds = session.client("rds")
    found: dict[str, datetime | None] = {}
    for cluster in clusters:
        try:
            found[cluster] = _last(rds, cluster)
        except (BotoCoreError, ClientError, LookupError):
            continue
    return found


def _last(rds: "RDSClient", cluster: str) -> datetime | None:
    """Raises LookupError where there is no such cluster."""
    described = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"][0]
    if described.get("Status") == _OPTIMISING:
        return datetime.now(UTC)
    members = [member["DBInstanceIdentifier"] for member in described.get("DBClusterMembers", ())]
    times = [*_events(rds, cluster, "db-cluster")]
    for member in members:
        times += _events(rds, member, "db-instance")
    return max(times, default=None)


def _events(rds: "RDSClient", source: str, kind: str) -> Iterator[datetime]:
    minutes = int(PAUSE.total_seconds() // 60)
    pages = rds.get_paginator("describe_events").paginate(
        SourceIdentifier=source,
        SourceType=kind,  # type: ignore[arg-type]
        Duration=minutes,
    )
    for page in pages:
        for event in page["Events"]:
            if any(words in event.get("Message", "").lower() for words in _MESSAGES):
                yield event["Date"]
