"""The few prices that are known, and what costs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Prices:
    """`monthly` is in US dollars by resource type; `free` are types that cost nothing.

    `arguments` are those of existing resources on which a bill depends, by type.
    """

    monthly: Mapping[str, float]
    free: frozenset[str]
    arguments: Mapping[str, tuple[str, ...]]


@cache
def prices() -> Prices:
    """The facts of `prices.yaml`."""
    data = read_yaml("prices.yaml")
    return Prices(
        {kind: entry["usd"] for kind, entry in data["monthly"].items()},
        frozenset(data["free"]),
        {kind: tuple(names) for kind, names in data["priced_arguments"].items()},
    )
