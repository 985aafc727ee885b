"""A plan's account of what has changed since the last apply, without what changes by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One resource that differs: `attributes` maps a name to what was written and what is there; None: it is gone."""

    address: str
    attributes: Mapping[str, tuple[object, object]] | None

    @property
    def resource(self) -> str:
        """The resource's address in the render."""
        return self.address.split("[")[0]


@cache
def noise() -> frozenset[tuple[str, str]]:
    """Types and attributes that change by themselves."""
    rows = yaml.safe_load((Path(__file__).parent / "noise.yaml").read_text())["noise"]
    return frozenset((row["type"], row["attribute"]) for row in rows)


def drifted(shown: Shown) -> Iterator[Difference]:
    """What a plan found to be other than the state says.

    Source: https://developer.hashicorp.com/terraform/internals/json-format (`resource_drift`, checked 2026-11-25).
    """
    for each in shown.get("resource_drift", []):
        if each["change"]["actions"] == ["delete"]:
            yield Difference(each["address"], None)
            continue
        attributes = differing(each["type"], each["change"])
        if attributes:
            yield Difference(each["address"], attributes)


def planned(shown: Shown) -> Iterator[Difference]:
    """What a plan would change."""
    for each in shown.get("resource_changes", []):
        if {*each["change"]["actions"]} & {"create", "update", "delete"}:
            yield Difference(each["address"], differing(each["type"], each["change"]))


def differing(kind: str, change: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """The attributes in which the two sides of a change differ, but for noise."""
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    return {
        name: (before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
        and unknown.get(name) is not True
        and (kind, name) not in noise()
        and ("*", name) not in noise()
    }
