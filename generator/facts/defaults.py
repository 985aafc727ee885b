"""What a provider or AWS fills in where a stack says nothing, and what of it is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Default:
    """An attribute that may be in force without having been declared.

    It may have one of `values`, any value at all, or the one that resources of the type `declared_by` give it.
    """

    type: str
    attribute: str
    why: str
    values: tuple[Any, ...] = ()
    any: bool = False
    declared_by: str | None = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """`reported` are a type's attributes that can only be read, `everywhere` what each resource has."""

    source: str
    reported: Mapping[str, frozenset[str]]
    everywhere: frozenset[str]
    accepted: Mapping[tuple[str, str], Default]


@cache
def defaults() -> Defaults:
    """The facts of `defaults.yaml`."""
    data = read_yaml("defaults.yaml")
    rows = [Default(**{**row, "values": tuple(row.get("values", ()))}) for row in data["accepted"]]
    return Defaults(
        source=data["source"],
        reported={kind: frozenset(names) for kind, names in data["reported"].items()},
        everywhere=frozenset(data["everywhere"]),
        accepted={(row.type, row.attribute): row for row in rows},
    )
