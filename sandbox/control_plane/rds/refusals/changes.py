"""What cannot be changed.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/modify-multi-az-db-cluster.html
"""

from typing import Any

from sandbox.control_plane.rds.facts import actual_version
from sandbox.control_plane.rds.refusals.refusing import COMBINATION, VALUE, Order, refuse


def fixed(backend: Any, order: Order) -> None:
    """The port, the network type, and the name of the database stay."""
    cluster = backend.multi_az_cluster(order["db_cluster_identifier"])
    if order.get("port") and int(order["port"]) != int(cluster.port):
        refuse(COMBINATION, "Port can't be modified for a Multi-AZ DB cluster.")
    if order.get("new_db_cluster_identifier"):
        other = order["new_db_cluster_identifier"].lower()
        if other in backend.clusters:
            refuse("DBClusterAlreadyExistsFault", "DB Cluster already exists")


def secret_key(backend: Any, order: Order) -> None:
    """The key of a managed secret stays.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    cluster = backend.multi_az_cluster(order["db_cluster_identifier"])
    asked = order.get("master_user_secret_kms_key_id")
    if (
        asked
        and cluster.manage_master_user_password
        and backend.storage_key(asked) != cluster.master_user_secret.kms_key_id
    ):
        refuse(COMBINATION, "You can't change the KMS key of a secret that RDS manages.")
    if order.get("master_user_password") and cluster.manage_master_user_password:
        refuse(COMBINATION, "You can't specify MasterUserPassword for a cluster with ManageMasterUserPassword enabled.")
    if order.get("rotate_master_user_password") and not order.get("apply_immediately"):
        refuse(COMBINATION, "You must specify apply immediately when rotating the master user password.")


def insights_key(backend: Any, order: Order) -> None:
    """The key of Performance Insights stays once they are on."""
    cluster = backend.multi_az_cluster(order["db_cluster_identifier"])
    asked, held = order.get("performance_insights_kms_key_id"), cluster.performance_insights_kms_key_id
    if asked and held and backend.storage_key(asked) != backend.storage_key(held):
        refuse(COMBINATION, "You can't change the Performance Insights KMS key of a cluster that has them on.")


def upwards(backend: Any, order: Order) -> None:
    """Versions go up, storage grows, and IOPS are told together with the storage.

    https://github.com/hashicorp/terraform-provider-aws/pull/44706
    """
    cluster = backend.multi_az_cluster(order["db_cluster_identifier"])
    _check_version(cluster, order)
    gib = order.get("allocated_storage")
    if gib and int(gib) < int(cluster.allocated_storage):
        refuse(COMBINATION, "Requested size cannot be smaller than the current size.")
    if order.get("iops") and not gib:
        refuse(
            COMBINATION,
            "When modifying Provisioned IOPS storage, specify a value for both allocated storage and iops.",
        )


def _check_version(cluster: Any, order: Order) -> None:
    asked = order.get("engine_version")
    if not asked:
        return
    wanted = actual_version(asked)
    if not wanted:
        refuse(COMBINATION, f"Cannot find upgrade path from {cluster.engine_version} to {asked}.")
    # A major version that the cluster already has asks for nothing.
    if asked == cluster.engine_version.rpartition(".")[0]:
        return
    if _number(wanted) < _number(cluster.engine_version):
        refuse(COMBINATION, f"Cannot upgrade mysql from {cluster.engine_version} to {wanted}")
    if wanted.rpartition(".")[0] != cluster.engine_version.rpartition(".")[0] and not order.get(
        "allow_major_version_upgrade"
    ):
        refuse(COMBINATION, "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")


def _number(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def identity(backend: Any, order: Order) -> None:
    """Only what is there can be changed."""
    backend.multi_az_cluster(order["db_cluster_identifier"])
    if order.get("storage_type") and order["storage_type"] not in ("io1", "io2", "gp3"):
        refuse(VALUE, f"Invalid storage type: {order['storage_type']}")
