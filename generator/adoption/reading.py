"""Reads a live cluster and what it stands in, through the AWS SDK. Nothing is changed."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.adoption.existing import Existing, Key
from generator.adoption.network import endpoints_of, sources_of, subnets_of, vpc_cidr
from generator.adoption.refusals import check_cluster, check_key
from generator.errors import MisuseError

if TYPE_CHECKING:
    import boto3

_DEFAULT_ROTATION_DAYS = 7
_AWS = "alias/aws/"
_EXTENDED = "open-source-rds-extended-support"


def read_existing(session: "boto3.Session", identifier: str, account: str) -> Existing:
    """The cluster with that identifier, in the session's region and account.

    Raises MisuseError where there is none, or where a plan would destroy some of it.
    """
    rds = session.client("rds")
    try:
        cluster: Mapping[str, Any] = rds.describe_db_clusters(DBClusterIdentifier=identifier)["DBClusters"][0]
    except rds.exceptions.DBClusterNotFoundFault as error:
        known = [each["DBClusterIdentifier"] for each in rds.describe_db_clusters()["DBClusters"]]
        raise MisuseError(
            f"there is no cluster {identifier} in {session.region_name}",
            fix=f"name one of {', '.join(sorted(known))}" if known else "look into another region or account",
        ) from error
    check_cluster(cluster)
    group = rds.describe_db_subnet_groups(DBSubnetGroupName=cluster["DBSubnetGroup"])["DBSubnetGroups"][0]
    subnets, spare = subnets_of(session, [each["SubnetIdentifier"] for each in group["Subnets"]], cluster)
    sources, unread = sources_of(
        session, [each["VpcSecurityGroupId"] for each in cluster["VpcSecurityGroups"]], cluster
    )
    keys, same = _keys(session, cluster, account)
    logs = _log_groups(session, identifier)
    return Existing(
        account=account,
        region=session.region_name,
        identifier=identifier,
        engine_version=cluster["EngineVersion"],
        instance_class=cluster["DBClusterInstanceClass"],
        storage=_storage(cluster),
        port=cluster["Port"],
        database_name=cluster.get("DatabaseName"),
        master_username=cluster["MasterUsername"],
        certificate_authority=(cluster.get("CertificateDetails") or {}).get("CAIdentifier"),
        rotation_days=_rotation_days(session, cluster),
        backup_days=cluster["BackupRetentionPeriod"],
        backup_window=cluster["PreferredBackupWindow"],
        maintenance_window=cluster["PreferredMaintenanceWindow"],
        subnet_group=group["DBSubnetGroupName"],
        vpc=group["VpcId"],
        vpc_cidr=vpc_cidr(session, group["VpcId"]),
        subnets=subnets,
        storage_key=keys["storage"],
        secret_key=keys.get("secrets"),
        insights_key=keys.get("insights"),
        parameters=_parameters(session, cluster),
        sources=sources,
        endpoints=endpoints_of(session, group["VpcId"]),
        log_groups=tuple(logs),
        log_days=max((days for days in logs.values() if days), default=None),
        insights_days=cluster.get("PerformanceInsightsRetentionPeriod"),
        notes=(*spare, *unread, *same, *_lasting(cluster, logs)),
    )


def _storage(cluster: Mapping[str, Any]) -> dict[str, str | int]:
    """Type and size; IOPS where they were asked for: gp3 below 400 GiB has a number that nobody may name."""
    kind, size = cluster["StorageType"], cluster["AllocatedStorage"]
    storage: dict[str, str | int] = {"type": kind, "size_gib": size}
    if cluster.get("Iops") and not (kind == "gp3" and size < 400):
        storage["iops"] = cluster["Iops"]
    return storage


def _keys(session: "boto3.Session", cluster: Mapping[str, Any], account: str) -> tuple[dict[str, Key], list[str]]:
    """The storage's key, and those of the master's secret and of Insights where they are keys of their own."""
    kms = session.client("kms")
    found: dict[str, Key] = {}
    notes = []
    named = {
        "storage": cluster.get("KmsKeyId"),
        "secrets": (cluster.get("MasterUserSecret") or {}).get("KmsKeyId"),
        "insights": cluster.get("PerformanceInsightsKMSKeyId"),
    }
    for purpose, name in named.items():
        if not name:
            continue
        key: dict[str, Any] = {**kms.describe_key(KeyId=name)["KeyMetadata"]}
        if any(each["AliasName"].startswith(_AWS) for each in kms.list_aliases(KeyId=key["KeyId"])["Aliases"]):
            key["KeyManager"] = "AWS"
        if purpose == "storage":
            check_key(cluster["DBClusterIdentifier"], key, account)
        elif not _is_apart(key, account, found):
            notes.append(f"the key of {purpose} is not one of its own: a change of it is planned, and RDS refuses that")
            continue
        found[purpose] = Key(key["KeyId"], key["Arn"])
    return found, notes


def _is_apart(key: Mapping[str, Any], account: str, taken: Mapping[str, Key]) -> bool:
    own = key.get("KeyManager") == "CUSTOMER" and key.get("AWSAccountId") == account and not key.get("MultiRegion")
    return own and key["KeyId"] not in {each.id for each in taken.values()}


def _rotation_days(session: "boto3.Session", cluster: Mapping[str, Any]) -> int | None:
    secret = cluster.get("MasterUserSecret")
    if not secret:
        return None
    described = session.client("secretsmanager").describe_secret(SecretId=secret["SecretArn"])
    return described.get("RotationRules", {}).get("AutomaticallyAfterDays", _DEFAULT_ROTATION_DAYS)


def _parameters(session: "boto3.Session", cluster: Mapping[str, Any]) -> dict[str, str]:
    """What somebody set in the cluster's parameter group."""
    pages = session.client("rds").get_paginator("describe_db_cluster_parameters")
    found = pages.paginate(DBClusterParameterGroupName=cluster["DBClusterParameterGroup"], Source="user")
    return {
        each["ParameterName"]: each["ParameterValue"]
        for page in found
        for each in page["Parameters"]
        if "ParameterValue" in each and each.get("Source", "user") == "user"
    }


def _log_groups(session: "boto3.Session", identifier: str) -> dict[str, int | None]:
    """The exports whose log groups are there, and the days that each keeps its lines; None: for ever."""
    prefix = f"/aws/rds/cluster/{identifier}/"
    pages = session.client("logs").get_paginator("describe_log_groups")
    return {
        each["logGroupName"].removeprefix(prefix): each.get("retentionInDays")
        for page in pages.paginate(logGroupNamePrefix=prefix)
        for each in page["logGroups"]
    }


def _lasting(cluster: Mapping[str, Any], logs: Mapping[str, int | None]) -> Iterator[str]:
    """What the verdict of the first plan will hold against the cluster, and no edit of the spec can mend."""
    for export, days in logs.items():
        if days is None:
            yield f"the log group of {export} keeps lines for ever: older ones than the spec's days will go (GRD004)"
    if cluster.get("EngineLifecycleSupport") == _EXTENDED:
        yield "it was made with Extended Support, which cannot be taken from it: CKV_TDG_705 asks for a waiver"
