"""What cannot be taken over: a first plan would destroy it, or Tidegate does not know its kind."""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from generator.errors import MisuseError

_IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")
_STORAGE = ("gp3", "io1", "io2")
_ENCRYPTION = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"


def refuse(identifier: str, reason: str, fix: str) -> NoReturn:
    """Raises MisuseError: nothing is written."""
    raise MisuseError(f"{identifier} cannot be taken over: {reason}", fix=fix)


def check_cluster(cluster: Mapping[str, Any]) -> None:
    """Raises MisuseError for what is no encrypted Multi-AZ DB cluster for MySQL, or that a plan would replace."""
    identifier = cluster["DBClusterIdentifier"]
    if cluster.get("Engine") != "mysql" or not cluster.get("DBClusterInstanceClass"):
        kind = f"it is {cluster.get('Engine')}" if cluster.get("Engine") != "mysql" else "it has no class of its own"
        refuse(identifier, f"{kind}, and no Multi-AZ DB cluster for MySQL", "name a cluster that is one")
    if not _IDENTIFIER.fullmatch(identifier):
        refuse(identifier, "its name is no key of a spec", "rename the cluster first, which changes its endpoints")
    if not cluster.get("StorageEncrypted"):
        refuse(
            identifier,
            "it is not encrypted, and encryption replaces it",
            f"move the data to a new cluster instead ({_ENCRYPTION})",
        )
    if cluster.get("StorageType") not in _STORAGE:
        refuse(
            identifier,
            f"its storage is {cluster.get('StorageType')}, and another type replaces it",
            "change the storage in RDS first",
        )


def check_key(identifier: str, key: Mapping[str, Any], account: str) -> None:
    """Raises MisuseError for a storage key that no stack can look after. The key cannot be changed."""
    if key.get("KeyManager") != "CUSTOMER":
        refuse(
            identifier,
            "it is encrypted under AWS's own key, and another key replaces it",
            f"move the data to a new cluster instead ({_ENCRYPTION})",
        )
    if key.get("AWSAccountId") != account:
        refuse(identifier, f"its key is of account {key.get('AWSAccountId')}", "take it over where its key is")
    if key.get("MultiRegion") or key.get("Origin") != "AWS_KMS":
        kind = "a multi-Region key" if key.get("MultiRegion") else f"a key with material from {key.get('Origin')}"
        refuse(identifier, f"its key is {kind}", "move the data to a new cluster under a key of one region")
    if key.get("KeyState") != "Enabled":
        refuse(identifier, f"its key is {key.get('KeyState')}", "enable the key first")
