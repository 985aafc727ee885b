"""The end of a cluster."""

from typing import TYPE_CHECKING

from moto.rds.exceptions import InvalidParameterCombination

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds import snapshots
from sandbox.control_plane.rds.events import report
from sandbox.control_plane.rds.operations import begin

if TYPE_CHECKING:
    from sandbox.control_plane.rds.backend import ClusterBackend
    from sandbox.control_plane.rds.cluster import MultiAzCluster


def delete(backend: "ClusterBackend", cluster: "MultiAzCluster", last_snapshot: str | None) -> "MultiAzCluster":
    """DeleteDBCluster: the members and the automated backups go with the cluster, manual snapshots stay.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html
    """
    if cluster.deletion_protection:
        raise InvalidParameterCombination(
            "Cannot delete protected Cluster, please disable deletion protection and try again."
        )
    snapshot = None
    if last_snapshot:
        snapshot = super(type(backend), backend).create_db_cluster_snapshot(
            cluster.db_cluster_identifier, last_snapshot
        )

    go(backend, cluster, snapshot.arn if snapshot else None)
    return cluster


def go(backend: "ClusterBackend", cluster: "MultiAzCluster", snapshot: str | None) -> None:
    """Takes a last snapshot, by its ARN, and ends the cluster."""

    def work() -> None:
        if snapshot:
            CONTEXT.backing.snapshot(cluster.key, snapshot)
        CONTEXT.backing.delete(cluster.key)

    begin(cluster, "deleting", work, lambda: _gone(backend, cluster))


def _gone(backend: "ClusterBackend", cluster: "MultiAzCluster") -> None:
    for member in cluster._members:
        backend.databases.pop(member.db_instance_identifier)
        report(backend, "RDS-EVENT-0003", "db-instance", member.resource_id)
    if cluster.manage_master_user_password:
        cluster.master_user_secret.delete_secret()
    for snapshot in snapshots.automated(cluster):
        snapshots.drop(cluster, snapshot)
    backend.clusters.pop(cluster.db_cluster_identifier)
    report(backend, "RDS-EVENT-0171", "db-cluster", cluster.resource_id)
