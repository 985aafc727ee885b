"""What is encrypted, and by whose key."""

from collections.abc import Iterator

from generator.live.account import Live
from generator.live.assertion import Fault, assertion

_PURPOSES = ("alerts", "backups", "insights", "logs", "secrets", "storage")
_RDS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"
_KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"


@assertion(101, "The cluster's storage is encrypted with the environment's own key", _RDS)
def storage(live: Live) -> Iterator[Fault]:
    """A cluster cannot be encrypted afterwards, nor its key changed: a wrong one has to be replaced."""
    for name, _, path in live.databases:
        cluster, key = live.cluster(name), live.key("storage")
        if not cluster:
            yield Fault(path, f"there is no cluster {name}", name)
        elif not cluster.get("StorageEncrypted"):
            yield Fault(f"{path}.storage", f"the storage of {name} is not encrypted", name)
        elif cluster.get("KmsKeyId") != key:
            yield Fault(f"{path}.storage", f"the storage of {name} is encrypted with {cluster.get('KmsKeyId')}", name)


@assertion(102, "Each purpose has an enabled customer key that rotates and stays in its region", _KMS)
def keys(live: Live) -> Iterator[Fault]:
    """A key that is disabled or pending deletion takes the data with it; a multi-region key can be copied abroad."""
    known: dict[str, str] = {}
    for purpose in _PURPOSES:
        arn = live.key(purpose)
        if not arn:
            yield Fault("region", f"there is no key for {purpose}", f"alias/{live.name}/{purpose}")
            continue
        if arn in known:
            yield Fault("region", f"{purpose} and {known[arn]} share a key", arn)
        known[arn] = purpose
        key = live.ask("kms", "describe_key", KeyId=arn)["KeyMetadata"]
        rotates = live.ask("kms", "get_key_rotation_status", KeyId=arn).get("KeyRotationEnabled")
        wrong = {
            "is not enabled": key.get("KeyState") != "Enabled",
            "is not a customer's": key.get("KeyManager") != "CUSTOMER",
            "can be copied to another region": bool(key.get("MultiRegion")),
            "does not rotate": not rotates,
        }
        yield from (Fault("region", f"the key for {purpose} {what}", arn) for what, is_so in wrong.items() if is_so)


@assertion(103, "Logs, alerts and the vault are encrypted with the environment's keys", _KMS)
def everything_else(live: Live) -> Iterator[Fault]:
    """What lies beside the database holds data of it too: statements, names, snapshots."""
    groups = live.items("logs", "describe_log_groups", "logGroups")
    for group in groups:
        if _is_own(group["logGroupName"], live) and group.get("kmsKeyId") != live.key("logs"):
            yield Fault("databases", f"{group['logGroupName']} is encrypted with {group.get('kmsKeyId')}", group["arn"])
    topic = live.ask("sns", "get_topic_attributes", TopicArn=live.topic())["Attributes"]
    if topic.get("KmsMasterKeyId") != live.key("alerts"):
        yield Fault("owner.email", f"alerts are encrypted with {topic.get('KmsMasterKeyId')}", live.topic())
    vault = live.ask("backup", "describe_backup_vault", BackupVaultName=f"{live.name}-snapshots")
    if vault.get("EncryptionKeyArn") != live.key("backups"):
        yield Fault("vault", f"the vault is encrypted with {vault.get('EncryptionKeyArn')}", vault["BackupVaultArn"])


@assertion(104, "Performance data and secrets are encrypted with the environment's keys", _RDS)
def insights_and_secrets(live: Live) -> Iterator[Fault]:
    """Performance Insights keeps the text of statements, with the values in them."""
    for name, _, path in live.databases:
        cluster = live.cluster(name)
        if cluster.get("PerformanceInsightsKMSKeyId") != live.key("insights"):
            key = cluster.get("PerformanceInsightsKMSKeyId")
            yield Fault(f"{path}.insights", f"performance data of {name} is encrypted with {key}", name)
        secret = cluster.get("MasterUserSecret", {})
        if secret.get("KmsKeyId") != live.key("secrets"):
            key = secret.get("KmsKeyId")
            yield Fault(f"{path}.master_username", f"the master secret of {name} is encrypted with {key}", name)
    for secret in live.items("secretsmanager", "list_secrets", "SecretList"):
        if secret["Name"].startswith(f"{live.name}/") and secret.get("KmsKeyId") != live.key("secrets"):
            yield Fault("databases", f"{secret['Name']} is encrypted with {secret.get('KmsKeyId')}", secret["ARN"])


def _is_own(group: str, live: Live) -> bool:
    beginnings = (f"/tidegate/{live.name}/", f"/aws/lambda/tidegate-{live.name}-")
    databases = tuple(f"/aws/rds/cluster/{name}/" for name in live.environment.databases)
    return group.startswith((*beginnings, *databases))
