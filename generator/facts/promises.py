"""Parameters that carry a promise of Tidegate, and the values that keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from generator.facts.reading import read_yaml

Kind = Literal["transport", "durability", "replication", "writing", "observation"]
_KINDS: tuple[Kind, ...] = ("transport", "durability", "replication", "writing", "observation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A parameter, the values that keep the promise (none where RDS sets it), and what breaks otherwise.

    `when` names what the spec must ask for elsewhere for the promise to count; None counts always.
    """

    name: str
    keep: tuple[str, ...]
    why: str
    source: str
    when: str | None = None


@cache
def promises() -> Mapping[Kind, Mapping[str, Promise]]:
    """The facts of `promises.yaml`: by kind of promise and parameter."""
    data = read_yaml("promises.yaml")
    return {
        kind: {entry["name"]: Promise(**{**entry, "keep": tuple(entry["keep"])}) for entry in data[kind]}
        for kind in _KINDS
    }


@cache
def promised_parameters() -> frozenset[str]:
    """The names of all parameters that carry a promise."""
    return frozenset(name for kind in promises().values() for name in kind)
