"""Regions, their availability zones, and the jurisdictions that they are in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Regions:
    """Zone names by region, and regions by jurisdiction."""

    zones: Mapping[str, tuple[str, ...]]
    jurisdictions: Mapping[str, tuple[str, ...]]


@cache
def regions() -> Regions:
    """The facts of `regions.yaml`."""
    data = read_yaml("regions.yaml")
    zones = {region: tuple(region + letter for letter in letters) for region, letters in data["zones"].items()}
    return Regions(zones, {name: tuple(members) for name, members in data["jurisdictions"].items()})
