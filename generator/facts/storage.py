"""Sizes, IOPS and ratios that AWS takes for each storage type."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageLimits:
    """The limits of one storage type. Below `provisioned_from_gib` no IOPS may be asked for."""

    smallest_gib: int
    largest_gib: int
    provisioned_from_gib: int
    least_iops: int
    most_iops: int
    most_per_gib: int
    least_per_gib: float = 0.0

    def iops_range(self, size_gib: int) -> tuple[int, int]:
        """The least and the most IOPS that a volume of that size takes."""
        least = max(self.least_iops, math.ceil(size_gib * self.least_per_gib))
        return least, min(self.most_iops, size_gib * self.most_per_gib)


@dataclass(frozen=True, slots=True)
class Storage:
    """The limits by storage type."""

    source: str
    types: Mapping[str, StorageLimits]


@cache
def storage() -> Storage:
    """The facts of `storage.yaml`."""
    data = read_yaml("storage.yaml")
    return Storage(data["source"], {name: StorageLimits(**entry) for name, entry in data["types"].items()})
