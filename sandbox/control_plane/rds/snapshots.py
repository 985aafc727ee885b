"""Snapshots of Multi-AZ DB clusters."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds.events import report
from sandbox.control_plane.rds.operations import begin

if TYPE_CHECKING:
    from sandbox.control_plane.rds.backend import ClusterBackend
    from sandbox.control_plane.rds.cluster import MultiAzCluster

AUTOMATED = "automated"
BEGUN = {AUTOMATED: "RDS-EVENT-0168"}
DONE = {AUTOMATED: "RDS-EVENT-0169"}


def take(backend: "ClusterBackend", snapshot: Any) -> None:
    """Has a snapshot taken, which is `creating` until then.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateMultiAZDBClusterSnapshot.html
    """
    key = snapshot.cluster.key
    snapshot.percent_progress = 0
    snapshot.taken_at = CONTEXT.now()
    report(backend, BEGUN.get(snapshot.snapshot_type, "RDS-EVENT-0074"), "db-cluster-snapshot", snapshot.resource_id)

    def done() -> None:
        snapshot.percent_progress = 100
        report(backend, DONE.get(snapshot.snapshot_type, "RDS-EVENT-0075"), "db-cluster-snapshot", snapshot.resource_id)

    begin(snapshot, "creating", lambda: CONTEXT.backing.snapshot(key, snapshot.arn), done)


def take_automated(cluster: "MultiAzCluster", at: datetime) -> str:
    """Takes the snapshot of a backup window that opened at `at`; its identifier.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
    """
    name = f"rds:{cluster.db_cluster_identifier}-{at:%Y-%m-%d-%H-%M}"
    if name not in cluster.backend.cluster_snapshots:
        cluster.backend.create_db_cluster_snapshot(cluster.db_cluster_identifier, name, AUTOMATED)
    return name


def automated(cluster: "MultiAzCluster") -> list[Any]:
    """The automated snapshots of a cluster; another one of the same name has its own."""
    resource = cluster.db_cluster_resource_id
    held = cluster.backend.cluster_snapshots.values()
    return [
        each for each in held if each.snapshot_type == AUTOMATED and each.cluster.db_cluster_resource_id == resource
    ]


def expire(cluster: "MultiAzCluster", now: datetime) -> Iterator[str]:
    """Deletes automated snapshots that are older than the cluster's retention period, in days."""
    kept_since = now - timedelta(days=int(cluster.backup_retention_period))
    for each in automated(cluster):
        if each.status == "available" and each.taken_at < kept_since:
            drop(cluster, each)
            yield str(each.db_cluster_snapshot_identifier)


def drop(cluster: "MultiAzCluster", snapshot: Any) -> None:
    """Deletes an automated snapshot, which users cannot."""
    cluster.backend.cluster_snapshots.pop(snapshot.db_cluster_snapshot_identifier, None)
    CONTEXT.backing.delete_snapshot(snapshot.arn)
