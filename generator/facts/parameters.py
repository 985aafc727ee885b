"""The parameters of the families `mysql8.4` and `mysql8.0`: types, ranges, and what a change takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from generator.facts.reading import read_json

ParameterType = Literal["boolean", "integer", "number", "enumeration", "set", "string"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. `minimum` and `maximum` are of numbers, `values` those of an enumeration or a set.

    A static one takes effect after a reboot; one that is not modifiable is set by RDS itself. `since` and `removed`
    are the major versions that first have it, or no longer.
    """

    name: str
    type: ParameterType
    static: bool
    modifiable: bool = True
    minimum: int | float | None = None
    maximum: int | float | None = None
    values: tuple[str, ...] = ()
    since: str | None = None
    removed: str | None = None
    replaced_by: str | None = None


def parameter(name: str) -> Parameter | None:
    """The facts on one parameter, in any version; None for a name that no family has."""
    entry = _table()["parameters"].get(name)
    if entry is None:
        return None
    return Parameter(
        name=name,
        type=entry["type"],
        static=entry["apply"] == "static",
        modifiable=entry.get("modifiable", True),
        minimum=entry.get("min"),
        maximum=entry.get("max"),
        values=tuple(entry.get("values", ())),
        since=entry.get("since"),
        removed=entry.get("removed"),
        replaced_by=entry.get("replaced_by"),
    )


def parameter_names(major: str) -> list[str]:
    """The names that a family has, sorted."""
    return [name for name in sorted(_table()["parameters"]) if is_in(name, major)]


def is_in(name: str, major: str) -> bool:
    """Whether the family of a major version (`8.4`) has the parameter."""
    known = parameter(name)
    return known is not None and _version(known.since) <= _version(major) < _version(known.removed or "99")


def _version(text: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in (text or "0").split("."))


@cache
def _table() -> Mapping[str, Any]:
    return read_json("parameters.json")
