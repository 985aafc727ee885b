"""The pack's own data on residency: jurisdictions, the catalogue of ways out, and what only looks like one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from policies.engine.facts import facts
from policies.engine.patterns import matches

_CATALOGUE = Path(__file__).parents[2] / "data" / "residency"


@dataclass(frozen=True, slots=True)
class Entry:
    """Resource types by which data can leave: forbidden altogether, or with what each attribute must be."""

    types: tuple[str, ...]
    why: str
    source: str
    forbidden: bool
    attributes: Mapping[str, Any]

    def covers(self, kind: str) -> bool:
        """Whether a resource type is one of the entry's."""
        return any(matches(kind, pattern) for pattern in self.types)


@cache
def jurisdictions() -> Mapping[str, frozenset[str]]:
    """The regions of each jurisdiction by its name."""
    return {name: frozenset(regions) for name, regions in facts("jurisdictions")["jurisdictions"].items()}


@cache
def global_services() -> frozenset[str]:
    """Services whose ARNs have no region, and whose objects hold no data."""
    return frozenset(facts("residency/generic")["global_services"])


@cache
def words(name: str) -> frozenset[str]:
    """A list of names from the data of the generic policies."""
    return frozenset(facts("residency/generic")[name])


@cache
def tier(name: str) -> tuple[Entry, ...]:
    """The entries of a tier by the name of its file ("t1_database_copies")."""
    return tuple(
        Entry(
            tuple(each["types"]),
            each["why"],
            each["source"],
            bool(each.get("forbidden", False)),
            each.get("attributes", {}),
        )
        for each in facts(f"residency/{name}")["entries"]
    )


@cache
def tiers() -> tuple[str, ...]:
    """The names of all tiers' files."""
    return tuple(sorted(path.stem for path in _CATALOGUE.glob("t?_*.yaml")))


@cache
def entries_of(name: str, kind: str) -> tuple[Entry, ...]:
    """The entries of a tier on a resource type."""
    return tuple(entry for entry in tier(name) if entry.covers(kind))


@cache
def entries(kind: str) -> tuple[Entry, ...]:
    """All entries on a resource type."""
    return tuple(entry for name in tiers() for entry in entries_of(name, kind))


@cache
def catalogued(kind: str) -> frozenset[str]:
    """The attributes of a resource type that the catalogue judges."""
    return frozenset(attribute for entry in entries(kind) for attribute in entry.attributes)
