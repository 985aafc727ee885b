"""Whether drills may be held on an account of AWS: the spec says so, and the cluster carries the tag."""

from collections.abc import Mapping
from typing import Any

from generator.errors import MisuseError
from generator.spec.model import Environment

TAG, ALLOWED = "tidegate:drills", "allowed"


def check_allowed(environment: Environment) -> None:
    """Raises MisuseError unless the spec allows drills on its account."""
    if not environment.drills.allowed:
        raise MisuseError(
            f"drills are not allowed on account {environment.account_id}: they end connections and fail over",
            fix=f"set `drills: {{allowed: true}}` in environments/{environment.environment}.yaml, plan and apply",
        )


def check_tagged(described: Mapping[str, Any]) -> None:
    """Raises MisuseError unless a cluster, as DescribeDBClusters shows it, carries the tag."""
    tags = {tag["Key"]: tag["Value"] for tag in described.get("TagList", [])}
    if tags.get(TAG) != ALLOWED:
        raise MisuseError(
            f"{described['DBClusterIdentifier']} does not carry the tag {TAG}={ALLOWED}",
            fix="plan and apply the environment, with `drills: {allowed: true}` in its spec",
        )
