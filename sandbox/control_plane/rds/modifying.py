"""Changes of a cluster: at once, or in its maintenance window."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from moto.rds.exceptions import InvalidDBClusterStateFault, RDSClientError

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds.events import report
from sandbox.control_plane.rds.facts import actual_version, facts
from sandbox.control_plane.rds.names import master_password
from sandbox.control_plane.rds.operations import begin
from sandbox.control_plane.rds.refusals.refusing import check
from sandbox.control_plane.rds.refusals.rules import MERGED, MODIFY
from sandbox.control_plane.rds.secret import ManagedSecret

if TYPE_CHECKING:
    from sandbox.control_plane.rds.backend import ClusterBackend
    from sandbox.control_plane.rds.cluster import MultiAzCluster

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/modify-multi-az-db-cluster.html
IN_THE_WINDOW = {
    "engine_version": ("engine_version", "EngineVersion"),
    "allocated_storage": ("allocated_storage", "AllocatedStorage"),
    "iops": ("iops", "Iops"),
    "storage_type": ("storage_type", "StorageType"),
    "enable_iam_database_authentication": ("iam_auth", "IAMDatabaseAuthenticationEnabled"),
    "db_cluster_instance_class": ("db_cluster_instance_class", "DBClusterInstanceClass"),
}
"""Parameter of ModifyDBCluster -> attribute of the cluster, name among the pending values."""
AT_ONCE = {
    "auto_minor_version_upgrade": "auto_minor_version_upgrade",
    "backup_retention_period": "backup_retention_period",
    "ca_certificate_identifier": "ca_certificate_identifier",
    "copy_tags_to_snapshot": "copy_tags_to_snapshot",
    "database_insights_mode": "database_insights_mode",
    "db_cluster_parameter_group_name": "parameter_group",
    "deletion_protection": "deletion_protection",
    "enable_performance_insights": "performance_insights_enabled",
    "engine_lifecycle_support": "engine_lifecycle_support",
    "monitoring_interval": "monitoring_interval",
    "monitoring_role_arn": "monitoring_role_arn",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "performance_insights_retention_period": "performance_insights_retention_period",
    "preferred_backup_window": "preferred_backup_window",
    "preferred_maintenance_window": "preferred_maintenance_window",
    "vpc_security_group_ids": "vpc_security_group_ids",
}
NOTHING: Mapping[str, Any] = MappingProxyType({})
EVENTS = {"db_cluster_instance_class": "RDS-EVENT-0014", "allocated_storage": "RDS-EVENT-0017"}


def modify(backend: "ClusterBackend", order: dict[str, Any]) -> "MultiAzCluster":
    """ModifyDBCluster. What needs a window waits for it, unless `apply_immediately`."""
    cluster = backend.multi_az_cluster(order["db_cluster_identifier"])
    require_available(cluster)
    check(MODIFY, backend, order)
    check(MERGED, backend, {**_as_order(cluster), **{key: value for key, value in order.items() if value is not None}})
    authority = order.get("ca_certificate_identifier")
    authority = authority if authority != cluster.ca_certificate_identifier else None
    for name, attribute in AT_ONCE.items():
        if order.get(name) is not None:
            setattr(cluster, attribute, order[name])
    _exports(cluster, order.get("cloudwatch_logs_export_configuration") or {})
    password = _password(cluster, order)
    _plan(cluster, order)
    due = cluster.pending if order.get("apply_immediately") else {}
    if password or due or authority:
        apply(backend, cluster, due=due, password=password, authority=authority)
    else:
        begin(cluster, "modifying", lambda: None, lambda: None)
    return cluster


def _as_order(cluster: "MultiAzCluster") -> dict[str, Any]:
    held = {name: getattr(cluster, attribute) for name, (attribute, _) in IN_THE_WINDOW.items()}
    held |= {name: getattr(cluster, attribute) for name, attribute in AT_ONCE.items()}
    if held["storage_type"] == "gp3" and int(held["allocated_storage"]) < facts()["storage"]["gp3_iops_from_gib"]:
        held["iops"] = None
    return held


def _plan(cluster: "MultiAzCluster", order: dict[str, Any]) -> None:
    for name, (attribute, pending) in IN_THE_WINDOW.items():
        value = order.get(name)
        if name == "engine_version" and value is not None:
            value = actual_version(value)
        if value is not None and value != getattr(cluster, attribute):
            cluster.pending[pending] = value


def apply(
    backend: "ClusterBackend",
    cluster: "MultiAzCluster",
    *,
    due: Mapping[str, Any] = NOTHING,
    password: str | None = None,
    secret_version: str | None = None,
    authority: str | None = None,
) -> None:
    """Makes what is `due` of the pending values true, and what never waits for a window beside it.

    A managed secret gets a new password, as `secret_version`, after the servers have taken it: nobody who reads the
    secret is refused.
    """
    due = dict(due)
    iam = due.get("IAMDatabaseAuthenticationEnabled")

    def work() -> None:
        CONTEXT.backing.modify(cluster.key, master_password=password, iam_authentication=iam, ca_identifier=authority)

    def done() -> None:
        for attribute, pending in IN_THE_WINDOW.values():
            if pending in due:
                setattr(cluster, attribute, due[pending])
                cluster.pending.pop(pending, None)
        if password and cluster.manage_master_user_password and password != cluster.password:
            cluster.master_user_secret.replace(password, secret_version)
        _done(backend, cluster, due, password)

    begin(cluster, "modifying", work, done)


def _done(backend: "ClusterBackend", cluster: "MultiAzCluster", due: dict[str, Any], password: str | None) -> None:
    if password:
        cluster.password = password
        report(backend, "RDS-EVENT-0016", "db-cluster", cluster.resource_id)
    for name, event in EVENTS.items():
        if IN_THE_WINDOW[name][1] in due:
            for member in cluster._members:
                report(backend, event, "db-instance", member.resource_id)


def _exports(cluster: "MultiAzCluster", change: Any) -> None:
    kept = [each for each in cluster.enabled_cloudwatch_logs_exports if each not in change.get("DisableLogTypes", [])]
    cluster.enabled_cloudwatch_logs_exports = kept + [
        each for each in change.get("EnableLogTypes", []) if each not in kept
    ]


def _password(cluster: "MultiAzCluster", order: dict[str, Any]) -> str | None:
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    managed = order.get("manage_master_user_password")
    if managed and not cluster.manage_master_user_password:
        cluster.manage_master_user_password = True
        cluster.master_user_secret = ManagedSecret(cluster, order.get("master_user_secret_kms_key_id"))
        return str(cluster.password)
    if managed is False and cluster.manage_master_user_password:
        cluster.master_user_secret.delete_secret()
        del cluster.master_user_secret
        cluster.manage_master_user_password = False
    if order.get("rotate_master_user_password"):
        return master_password()
    given = order.get("master_user_password")
    return str(given) if given else None


def fail_over(backend: "ClusterBackend", cluster: "MultiAzCluster", target: str | None) -> "MultiAzCluster":
    """FailoverDBCluster: a reader becomes the writer.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts-failover.html
    """
    require_available(cluster)
    readers = [each.db_instance_identifier for each in cluster._members if not each.is_cluster_writer]
    if target is not None and target not in readers:
        raise RDSClientError("InvalidParameterValue", f"{target} is not a reader of {cluster.resource_id}")
    begin(
        cluster,
        "failing-over",
        lambda: CONTEXT.backing.failover(cluster.key, target),
        lambda: _failed_over(backend, cluster),
        lambda _: report(backend, "RDS-EVENT-0069", "db-cluster", cluster.resource_id),
    )
    report(backend, "RDS-EVENT-0073", "db-cluster", cluster.resource_id, target or readers[0])
    return cluster


def _failed_over(backend: "ClusterBackend", cluster: "MultiAzCluster") -> None:
    seen = CONTEXT.backing.observe(cluster.key)
    cluster.see(seen)
    report(backend, "RDS-EVENT-0071", "db-cluster", cluster.resource_id, seen.writer)


def reboot(backend: "ClusterBackend", cluster: "MultiAzCluster") -> "MultiAzCluster":
    """RebootDBCluster: every member restarts, and the parameters that waited for it are in force.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts-rebooting.html
    """
    require_available(cluster)
    parameters = backend.parameters_of(cluster.parameter_group)

    def done() -> None:
        cluster.applied = parameters
        cluster.see(CONTEXT.backing.observe(cluster.key))
        for member in cluster._members:
            report(backend, "RDS-EVENT-0006", "db-instance", member.resource_id)

    begin(cluster, "rebooting", lambda: CONTEXT.backing.reboot(cluster.key, parameters), done)
    return cluster


def apply_parameters(backend: "ClusterBackend", group: str, given: Iterable[dict[str, Any]]) -> None:
    """Has the clusters of a group take the parameters that need no restart."""
    names = {each["ParameterName"] for each in given if each.get("ApplyMethod") != "pending-reboot"}
    for cluster in backend.clusters.values():
        if cluster.parameter_group == group and names and hasattr(cluster, "applied"):
            _take_parameters(backend, cluster, names)


def _take_parameters(backend: "ClusterBackend", cluster: "MultiAzCluster", names: set[str]) -> None:
    wanted = backend.parameters_of(cluster.parameter_group)
    new = {name: value for name, value in cluster.applied.items() if name not in names}
    new |= {name: value for name, value in wanted.items() if name in names}

    def done() -> None:
        cluster.applied = new

    if new != cluster.applied:
        begin(cluster, "modifying", lambda: CONTEXT.backing.modify(cluster.key, parameters=new), done)


def require_available(cluster: "MultiAzCluster") -> None:
    """Raises InvalidDBClusterStateFault for a cluster that something is being done to."""
    if cluster.status != "available":
        raise InvalidDBClusterStateFault(
            f"DbCluster {cluster.resource_id} is in {cluster.status} state but expected it to be one of available."
        )
