"""The single faults of `faults.yaml`, and a sound spec that each is put into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from generator.findings import Finding
from generator.spec.loading import load_bytes
from generator.validation import judge

TODAY = date(2026, 11, 22)
_FILE = Path(__file__).with_name("faults.yaml")
_SOUND: Mapping[str, Any] = {
    "environment": "smallest",
    "region": "eu-west-1",
    "account_id": "222222222222",
    "owner": {"team": "orders", "email": "orders@example.com"},
    "residency": {"jurisdiction": "EU"},
    "network": {"cidr": "10.20.0.0/16", "availability_zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"]},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault, as arguments of `aws_rds_cluster` and as parts of a spec; see `faults.yaml`."""

    fault: str
    terraform: Mapping[str, Any]
    spec: Mapping[str, Any] | None = None
    rule: str | None = None
    at: str = ""
    line: str = ""
    unwritable: str | None = None

    @property
    def path(self) -> str:
        """The spec path that the rule must name."""
        if self.at.startswith("network"):
            return self.at
        database = f"databases.{(self.spec or {}).get('key', 'orders')}"
        return f"{database}.{self.at}" if self.at else database

    def text(self) -> str:
        """The sound spec with the fault in it, as YAML; without a spec form, the sound spec."""
        parts = dict(self.spec or {})
        network = {**_SOUND["network"], **parts.pop("network", {})}
        key = parts.pop("key", "orders")
        database = {"instance_class": "db.r6gd.large", **parts}
        kept = {name: value for name, value in database.items() if value is not None}
        return yaml.safe_dump({**_SOUND, "network": network, "databases": {key: kept}}, sort_keys=False)

    def findings(self) -> list[Finding]:
        """What Tidegate says of the spec with the fault."""
        return judge([load_bytes(self.text().encode(), shown_as="fault.yaml", name=None)], today=TODAY)


def faults() -> list[Fault]:
    """All faults, in the order of the file."""
    return [Fault(**entry) for entry in yaml.safe_load(_FILE.read_text(encoding="utf-8"))]
