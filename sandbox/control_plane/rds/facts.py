"""What RDS knows about Multi-AZ DB clusters, as data."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def facts() -> dict[str, Any]:
    """The content of facts.yaml."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("facts.yaml").read_text())
    return loaded


def actual_version(asked: str | None) -> str | None:
    """The version that RDS makes of a full or major one (None: its default); None if there is no such version.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
    """
    known = facts()["versions"]
    if not asked:
        return str(known["default"])
    if asked in known["available"]:
        return asked
    if asked == known["default"].rpartition(".")[0]:
        return str(known["default"])
    minors: list[str] = [each for each in known["available"] if each.rpartition(".")[0] == asked]
    return minors[-1] if minors else None


def is_cluster_class(name: str) -> bool:
    """Whether a class can carry a Multi-AZ DB cluster."""
    match = re.fullmatch(r"db\.([a-z0-9]+)\.([a-z0-9]+)", name)
    return match is not None and match[2] in facts()["classes"]["families"].get(match[1], ())


def classes_in(region: str) -> list[str]:
    """The classes that a region sells for Multi-AZ DB clusters."""
    known = facts()["classes"]
    absent = known["absent"].get(region, ())
    return [
        f"db.{family}.{size}"
        for family, sizes in known["families"].items()
        for size in sizes
        if family not in absent and f"{family}.{size}" not in absent
    ]
