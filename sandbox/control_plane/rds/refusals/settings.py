"""Backups, windows, logs, monitoring, keys, groups, and what such clusters do not have.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
"""

import re
from typing import Any

from sandbox.control_plane.rds.facts import actual_version, facts
from sandbox.control_plane.rds.refusals.refusing import COMBINATION, VALUE, Order, refuse

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.Limitations.html
UNSUPPORTED = {
    "availability_zones": "AvailabilityZones",
    "backtrack_window": "BacktrackWindow",
    "db_system_id": "DBSystemId",
    "enable_global_write_forwarding": "EnableGlobalWriteForwarding",
    "enable_http_endpoint": "EnableHttpEndpoint",
    "enable_local_write_forwarding": "EnableLocalWriteForwarding",
    "global_cluster_identifier": "GlobalClusterIdentifier",
    "option_group_name": "OptionGroupName",
    "scaling_configuration": "ScalingConfiguration",
    "serverless_v2_scaling_configuration": "ServerlessV2ScalingConfiguration",
    "domain": "Domain",
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES


def unsupported(_: Any, order: Order) -> None:
    """What is for Aurora, or for DB instances."""
    for parameter, name in UNSUPPORTED.items():
        if order.get(parameter):
            refuse(COMBINATION, f"{name} isn't supported for Multi-AZ DB clusters.")
    if order.get("network_type") not in (None, "IPV4"):
        refuse(COMBINATION, "Multi-AZ DB clusters support the network type IPV4 alone.")


def source(_: Any, order: Order) -> None:
    """A cluster is no replica of a cluster, and none of another region's.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-migrating-to-with-read-replica.html
    """
    origin = order.get("replication_source_identifier")
    if not origin:
        return
    if order.get("manage_master_user_password") is not None:
        refuse(VALUE, "ManageMasterUserPassword isn't supported for read replica")
    refuse(COMBINATION, f"The source {origin} can't be replicated to a Multi-AZ DB cluster.")


def subnets(backend: Any, order: Order) -> None:
    """Three zones.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/create-multi-az-db-cluster.html
    """
    if len(backend.cluster_subnets(order["db_subnet_group_name"])) < 3:
        refuse(
            "InvalidVPCNetworkStateFault",
            "Can't create a Multi-AZ DB cluster because there aren't enough subnets available. At least three subnets "
            "with available IP addresses in different Availability Zones are required.",
        )


def retention(_: Any, order: Order) -> None:
    """1 to 35 days: a cluster always has backups."""
    days, known = order.get("backup_retention_period"), facts()["backup"]
    if days is not None and not known["least"] <= int(days) <= known["most"]:
        refuse(VALUE, f"Invalid backup retention period: {days}. Must be between {known['least']} and {known['most']}.")


def windows(_: Any, order: Order) -> None:
    """Thirty minutes at least, and apart from each other."""
    backup = _backup_window(order.get("preferred_backup_window"))
    maintenance = _maintenance_window(order.get("preferred_maintenance_window"))
    if backup and maintenance and _overlap(backup, maintenance):
        refuse(VALUE, "The backup window and maintenance window must not overlap.")


def _backup_window(text: str | None) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text or "")
    if text and not match:
        refuse(VALUE, f"Invalid backup window format: {text}. Should be specified as a range hh24:mi-hh24:mi")
    if not match:
        return None
    begin, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return _long_enough(begin, end, DAY_MINUTES)


def _maintenance_window(text: str | None) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\w{3}):(\d\d):(\d\d)-(\w{3}):(\d\d):(\d\d)", (text or "").lower())
    if text and (not match or match[1] not in DAYS or match[4] not in DAYS):
        refuse(VALUE, f"Invalid maintenance window format: {text}. Should be ddd:hh24:mi-ddd:hh24:mi")
    if not match:
        return None
    begin = DAYS.index(match[1]) * DAY_MINUTES + int(match[2]) * 60 + int(match[3])
    end = DAYS.index(match[4]) * DAY_MINUTES + int(match[5]) * 60 + int(match[6])
    return _long_enough(begin, end, WEEK_MINUTES)


def _long_enough(begin: int, end: int, period: int) -> tuple[int, int]:
    length = (end - begin) % period
    if length < facts()["windows"]["least_minutes"]:
        refuse(VALUE, "The window must be at least 30 minutes.")
    return begin, length


def _overlap(backup: tuple[int, int], maintenance: tuple[int, int]) -> bool:
    mine = {(maintenance[0] + minute) % WEEK_MINUTES % DAY_MINUTES for minute in range(maintenance[1])}
    return any((backup[0] + minute) % DAY_MINUTES in mine for minute in range(backup[1]))


def logs(_: Any, order: Order) -> None:
    """The types of logs of a cluster; `audit` needs an option group, which clusters have not."""
    known = facts()["logs"]["types"]
    change = order.get("cloudwatch_logs_export_configuration") or {}
    asked = [*(order.get("enable_cloudwatch_logs_exports") or []), *(change.get("EnableLogTypes") or [])]
    wrong = [each for each in asked if each not in known]
    if wrong:
        refuse(
            COMBINATION,
            f"You cannot use the log types '{', '.join(wrong)}' with engine version mysql "
            f"{actual_version(order.get('engine_version'))}. For supported log types, see the documentation.",
        )


def insights(_: Any, order: Order) -> None:
    """Performance Insights keep 7 days, months of 31 days, or two years; the advanced mode 15 months at least.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.TurningOnAdvanced.html
    """
    known, days = facts()["insights"], order.get("performance_insights_retention_period")
    first, last = known["months"]
    valid = [*known["days"], *(month * known["days_of_month"] for month in range(first, last + 1))]
    if days and int(days) not in valid:
        refuse(VALUE, f"Invalid Performance Insights retention period: {days}.")
    enabled = order.get("enable_performance_insights")
    if order.get("database_insights_mode") != "advanced":
        return
    if not enabled or int(days or 7) < known["advanced_from"]:
        refuse(
            COMBINATION,
            "To enable the Advanced mode of Database Insights, Performance Insights must be enabled with a retention "
            "period of at least 465 days.",
        )


def monitoring(_: Any, order: Order) -> None:
    """An interval that there is, with a role; and no role without one."""
    interval, role = order.get("monitoring_interval") or 0, order.get("monitoring_role_arn")
    if int(interval) not in facts()["monitoring"]["intervals"]:
        refuse(VALUE, f"Invalid MonitoringInterval: {interval}. Must be one of 0, 1, 5, 10, 15, 30, 60.")
    if interval and not role:
        refuse(
            COMBINATION, "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0."
        )
    if role and not interval:
        refuse(
            COMBINATION,
            "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value.",
        )


def keys(backend: Any, order: Order) -> None:
    """Keys of this region, and one for storage only where storage is encrypted."""
    if order.get("kms_key_id") and not order.get("storage_encrypted"):
        refuse(COMBINATION, "KmsKeyId needs StorageEncrypted.")
    for name in ("kms_key_id", "performance_insights_kms_key_id", "master_user_secret_kms_key_id"):
        if order.get(name):
            backend.storage_key(order[name])


def certificate(_: Any, order: Order) -> None:
    """An authority that RDS still has."""
    asked = order.get("ca_certificate_identifier")
    if asked and asked not in facts()["certificates"]["authorities"]:
        refuse("CertificateNotFound", f"Certificate not found: {asked}")


def parameter_group(backend: Any, order: Order) -> None:
    """A group of the version's family."""
    name = order.get("db_cluster_parameter_group_name")
    if not name or name.startswith("default."):
        return
    backend.parameters_of(name)
    family = backend.db_cluster_parameter_groups[name].db_parameter_group_family
    wanted = f"mysql{str(actual_version(order.get('engine_version'))).rpartition('.')[0]}"
    if family != wanted:
        refuse(
            COMBINATION,
            f"The parameter group {name} with DBParameterGroupFamily {family} can't be used for this cluster. Please "
            f"use a parameter group with DBParameterGroupFamily {wanted}.",
        )


def security_groups(backend: Any, order: Order) -> None:
    """Groups that are there."""
    from moto.ec2.models import ec2_backends

    ec2 = ec2_backends[backend.account_id][backend.region_name]
    for group in order.get("vpc_security_group_ids") or []:
        if not ec2.get_security_group_from_id(group):
            refuse(VALUE, f"Invalid security group , groupId= {group}, groupName=.")
