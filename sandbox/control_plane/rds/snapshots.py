"""Snapshots of Multi-AZ DB clusters."""

from typing import TYPE_CHECKING, Any

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds.events import report
from sandbox.control_plane.rds.operations import begin

if TYPE_CHECKING:
    from sandbox.control_plane.rds.backend import ClusterBackend


def take(backend: "ClusterBackend", snapshot: Any) -> None:
    """Has a snapshot taken, which is `creating` until then.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateMultiAZDBClusterSnapshot.html
    """
    key = snapshot.cluster.key
    snapshot.percent_progress = 0
    report(backend, "RDS-EVENT-0074", "db-cluster-snapshot", snapshot.resource_id)

    def done() -> None:
        snapshot.percent_progress = 100
        report(backend, "RDS-EVENT-0075", "db-cluster-snapshot", snapshot.resource_id)

    begin(snapshot, "creating", lambda: CONTEXT.backing.snapshot(key, snapshot.arn), done)
