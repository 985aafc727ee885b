"""What RDS has taken, and does later."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3

# The name of a pending value, the provider's attribute for it, and the spec path below the database.
_ATTRIBUTES = {
    "AllocatedStorage": ("allocated_storage", "storage.size_gib"),
    "BackupRetentionPeriod": ("backup_retention_period", "backup.retention_days"),
    "CertificateDetails": ("ca_certificate_identifier", "certificate_authority"),
    "DBClusterIdentifier": ("cluster_identifier", ""),
    "DBClusterInstanceClass": ("db_cluster_instance_class", "instance_class"),
    "EngineVersion": ("engine_version", "engine_version"),
    "IAMDatabaseAuthenticationEnabled": ("iam_database_authentication_enabled", "users"),
    "Iops": ("iops", "storage.iops"),
    "MasterUserPassword": ("master_password", "master_username"),
    "PendingCloudwatchLogsExports": ("enabled_cloudwatch_logs_exports", "logs.exports"),
    "StorageType": ("storage_type", "storage.type"),
}


@dataclass(frozen=True, slots=True)
class Pending:
    """A change of a cluster that waits: the provider's attribute, the spec path below the database, and what it is."""

    cluster: str
    attribute: str
    below: str
    what: str


def pending(session: boto3.Session, clusters: list[str]) -> Iterator[Pending]:
    """Pending values and maintenance actions of the clusters. Raises what botocore raises.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ClusterPendingModifiedValues.html
    """
    rds = session.client("rds")
    for found in rds.describe_db_clusters()["DBClusters"]:
        name = found["DBClusterIdentifier"]
        if name not in clusters:
            continue
        waiting: Any = found.get("PendingModifiedValues") or {}
        for key, value in sorted(waiting.items()):
            attribute, below = _ATTRIBUTES.get(key, (key, ""))
            shown = "a new one" if key == "MasterUserPassword" else value
            yield Pending(name, attribute, below, f"{attribute} becomes {shown} in the maintenance window")
    # A cluster's own pending values have no class: it waits at the members.
    for member in rds.describe_db_instances()["DBInstances"]:
        waits = member.get("PendingModifiedValues", {}).get("DBInstanceClass")
        name = member.get("DBClusterIdentifier", "")
        if waits and name in clusters:
            what = f"the class of {member['DBInstanceIdentifier']} becomes {waits} in the maintenance window"
            yield Pending(name, "db_cluster_instance_class", "instance_class", what)
    for each in rds.describe_pending_maintenance_actions()["PendingMaintenanceActions"]:
        name = each["ResourceIdentifier"].rpartition(":")[2]
        for action in each["PendingMaintenanceActionDetails"]:
            if name in clusters:
                when = action.get("CurrentApplyDate") or action.get("AutoAppliedAfterDate") or "the maintenance window"
                yield Pending(name, "", "maintenance_window", f"{action['Action']} is due: {when}")
