"""New clusters out of snapshots and automated backups."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from moto.rds.exceptions import InvalidParameterCombination, RDSClientError

from sandbox.backing import ClusterKey
from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds.events import report
from sandbox.control_plane.rds.operations import begin
from sandbox.control_plane.rds.refusals.backing import served
from sandbox.control_plane.rds.refusals.refusing import check
from sandbox.control_plane.rds.refusals.rules import RESTORE

if TYPE_CHECKING:
    from sandbox.control_plane.rds.backend import ClusterBackend
    from sandbox.control_plane.rds.cluster import MultiAzCluster

# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html: what is not asked
# for is not taken over -- neither groups, nor IAM authentication, log exports, Insights or deletion protection.
INHERITED = (
    "allocated_storage",
    "backup_retention_period",
    "database_name",
    "db_subnet_group_name",
    "engine",
    "engine_version",
    "kms_key_id",
    "master_username",
    "port",
    "preferred_backup_window",
    "preferred_maintenance_window",
    "storage_encrypted",
)


def from_snapshot(backend: "ClusterBackend", snapshot_id: str, order: dict[str, Any]) -> "MultiAzCluster":
    """RestoreDBClusterFromSnapshot."""
    found = backend.describe_db_cluster_snapshots(None, snapshot_id.partition(":cluster-snapshot:")[2] or snapshot_id)[
        0
    ]
    if found.status != "available":
        raise RDSClientError("InvalidDBClusterSnapshotStateFault", f"Snapshot {snapshot_id} is {found.status}")
    return _restore(backend, found.cluster, order, found.arn, None, found.resource_id)


def to_point_in_time(backend: "ClusterBackend", source: str, order: dict[str, Any]) -> "MultiAzCluster":
    """RestoreDBClusterToPointInTime: to a time that the automated backups reach, or to the latest."""
    cluster = backend.multi_az_cluster(source)
    served("point-in-time restore")
    at = order.pop("restore_to_time", None)
    latest = order.pop("use_latest_restorable_time", None)
    if bool(at) == bool(latest):
        raise InvalidParameterCombination("Specify either RestoreToTime or UseLatestRestorableTime, and not both.")
    at = _utc(at)
    if at:
        _check_reach(cluster, at)
    name = f"{source} at {at.isoformat() if at else 'the latest restorable time'}"
    return _restore(backend, cluster, order, cluster.key, at, name)


def _check_reach(cluster: "MultiAzCluster", at: datetime) -> None:
    cluster.see(CONTEXT.backing.observe(cluster.key))
    earliest, latest = _utc(cluster.earliest_restorable_time), _utc(cluster.latest_restorable_time)
    if (earliest and at < earliest) or not latest or at > latest:
        raise RDSClientError(
            "InvalidRestoreFault",
            f"The specified instance cannot be restored to a time earlier than {earliest} or later than {latest}.",
        )


def _utc(value: Any) -> datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _restore(
    backend: "ClusterBackend",
    source: "MultiAzCluster",
    order: dict[str, Any],
    origin: ClusterKey | str,
    at: datetime | None,
    name: str,
) -> "MultiAzCluster":
    inherited = {attribute: getattr(source, attribute) for attribute in INHERITED}
    given = {key: value for key, value in order.items() if value is not None}
    given.pop("snapshot_identifier", None)
    whole = {**inherited, "master_user_password": source.password, **given}
    check(RESTORE, backend, whole)
    cluster = backend.add_cluster(whole)

    def done() -> None:
        backend.opened(cluster)
        report(backend, "RDS-EVENT-0043", "db-instance", cluster.order().members[0].identifier, name)

    begin(cluster, "creating", lambda: CONTEXT.backing.restore(cluster.order(), origin, at), done)
    return cluster
