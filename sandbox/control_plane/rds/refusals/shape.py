"""Names, versions, classes and storage.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
"""

import re
from typing import Any

from sandbox.control_plane.rds.facts import actual_version, facts, is_cluster_class
from sandbox.control_plane.rds.refusals.refusing import COMBINATION, VALUE, Order, refuse

REQUIRED = {
    "DBClusterInstanceClass": "db_cluster_instance_class",
    "AllocatedStorage": "allocated_storage",
    "DBSubnetGroupName": "db_subnet_group_name",
    "MasterUsername": "master_username",
}
IDENTIFIER = re.compile(r"[a-z](?!.*--)[a-z0-9-]{0,51}(?<!-)", re.IGNORECASE)
USER_NAME = re.compile(r"[a-z][a-z0-9_]{0,15}", re.IGNORECASE)
DATABASE = re.compile(r"[a-z][a-z0-9]{0,63}", re.IGNORECASE)
PASSWORD = re.compile(r"[!-~]{8,41}")
DISABLED = "open-source-rds-extended-support-disabled"


def what_is_needed(_: Any, order: Order) -> None:
    """Some parameters are required for this kind of cluster."""
    for name, parameter in REQUIRED.items():
        if order.get(parameter) in (None, ""):
            refuse(VALUE, f"The parameter {name} must be provided and must not be blank.")


def identifier(_: Any, order: Order) -> None:
    """1 to 52 letters, digits and hyphens: Aurora has 63."""
    if not IDENTIFIER.fullmatch(order["db_cluster_identifier"]):
        refuse(
            VALUE,
            "The parameter DBClusterIdentifier is not a valid identifier. Identifiers of Multi-AZ DB clusters have 1 "
            "to 52 letters, digits or hyphens; they begin with a letter, and do not end with a hyphen or contain two "
            "consecutive hyphens.",
        )


def version(_: Any, order: Order) -> None:
    """A version that RDS has, and that is supported, unless Extended Support is taken."""
    asked = order.get("engine_version")
    actual = actual_version(asked)
    if not actual:
        refuse(COMBINATION, f"Cannot find version {asked} for mysql")
    ended = actual.rpartition(".")[0] in facts()["versions"]["standard_support_ended"]
    if ended and order.get("engine_lifecycle_support") == DISABLED:
        refuse(COMBINATION, f"mysql {actual} is past its end of standard support, and Extended Support is disabled.")


def instance_class(_: Any, order: Order) -> None:
    """A class of the families that carry such clusters."""
    name = order["db_cluster_instance_class"]
    if not is_cluster_class(name):
        refuse(
            COMBINATION,
            "RDS does not support creating a DB instance with the following combination: "
            f"DBInstanceClass={name}, Engine=mysql, EngineVersion={actual_version(order.get('engine_version'))}. "
            "For supported combinations of instance class and database engine version, see the documentation.",
        )


def storage(_: Any, order: Order) -> None:
    """Type, size and IOPS fit each other.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
    """
    kind, gib, iops = order.get("storage_type") or "io1", int(order["allocated_storage"]), order.get("iops")
    known = facts()["storage"]
    if kind not in ("io1", "io2", "gp3"):
        refuse(COMBINATION, f"Invalid storage type for a Multi-AZ DB cluster of mysql: {kind}")
    least, most = known[kind]["gib"]
    if not least <= gib <= most:
        refuse(VALUE, f"Invalid storage size for engine name mysql and storage type {kind}: {gib}")
    if kind == "gp3" and gib < known["gp3_iops_from_gib"]:
        if iops:
            refuse(
                COMBINATION,
                "You can't specify IOPS or storage throughput for engine mysql and a storage size less than 400.",
            )
        return
    _check_iops(kind, gib, iops, known[kind])


def _check_iops(kind: str, gib: int, iops: Any, known: Any) -> None:
    if not iops:
        if kind == "gp3":
            return
        refuse(COMBINATION, f"You must specify Iops for storage type {kind}.")
    least, most = known["iops"]
    if not least <= int(iops) <= most:
        refuse(VALUE, f"Invalid iops value for engine name mysql and storage type {kind}: {iops}")
    ratio = int(iops) / gib
    if not 0.5 <= ratio <= known["ratio"]:
        refuse(
            COMBINATION,
            f"Invalid IOPS to storage (GiB) ratio {ratio:g} for storage type {kind}: 0.5 to {known['ratio']}.",
        )


def master_user(_: Any, order: Order) -> None:
    """A name that MySQL does not need for itself."""
    name = order["master_username"]
    if not USER_NAME.fullmatch(name):
        refuse(VALUE, "The parameter MasterUsername is not a valid identifier: 1 to 16 letters, digits or underscores.")
    if name.lower() in facts()["users"]["reserved"]:
        refuse(VALUE, f"MasterUsername {name} cannot be used as it is a reserved word used by the engine")


def master_password(_: Any, order: Order) -> None:
    """A password, or one that RDS manages, and not both.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    managed, password = order.get("manage_master_user_password"), order.get("master_user_password")
    if managed and password:
        refuse(COMBINATION, "You can't specify MasterUserPassword for a cluster with ManageMasterUserPassword enabled.")
    if order.get("master_user_secret_kms_key_id") and not managed:
        refuse(COMBINATION, "MasterUserSecretKmsKeyId needs ManageMasterUserPassword.")
    if not managed and not password:
        refuse(VALUE, "The parameter MasterUserPassword must be provided and must not be blank.")
    if password and (not PASSWORD.fullmatch(password) or set(password) & set('/"@')):
        refuse(
            VALUE,
            "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', "
            "'@', '\"', ' ' may be used, 8 to 41 of them.",
        )


def database(_: Any, order: Order) -> None:
    """1 to 64 letters and digits."""
    name = order.get("database_name")
    if name and not DATABASE.fullmatch(name):
        refuse(VALUE, "DatabaseName must begin with a letter and contain only alphanumeric characters.")


def port(_: Any, order: Order) -> None:
    """1150 to 65535."""
    known = facts()["ports"]
    asked = order.get("port")
    if asked and not known["least"] <= int(asked) <= known["most"]:
        refuse(VALUE, f"The parameter Port must be between {known['least']} and {known['most']}: {asked}")
