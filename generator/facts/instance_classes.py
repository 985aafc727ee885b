"""The instance classes that a Multi-AZ DB cluster for MySQL runs on, by region."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.facts.reading import read_json


@dataclass(frozen=True, slots=True)
class InstanceClasses:
    """The families that AWS documents, and by region and family the sizes on sale."""

    source: str
    families: tuple[str, ...]
    regions: Mapping[str, Mapping[str, tuple[str, ...]]]

    def sold(self, region: str) -> frozenset[str]:
        """The full names (`db.r6gd.xlarge`) of the classes on sale in a region; empty for an unknown region."""
        families = self.regions.get(region, {})
        return frozenset(f"db.{family}.{size}" for family, sizes in families.items() for size in sizes)


@cache
def instance_classes() -> InstanceClasses:
    """The facts of `instance_classes.json`."""
    data = read_json("instance_classes.json")
    regions = {
        region: {family: tuple(sizes) for family, sizes in families.items()}
        for region, families in data["regions"].items()
    }
    return InstanceClasses(data["source"], tuple(data["families"]), regions)
