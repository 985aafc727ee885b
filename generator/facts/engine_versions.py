"""The MySQL versions that RDS offers for Multi-AZ DB clusters, and when their standard support ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Major:
    """A major version: the last day of its standard support, and that of each of its minor versions."""

    name: str
    standard_support_ends: date
    minors: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class EngineVersions:
    """All major versions by name; `warn_days` before an end it is time to say so."""

    source: str
    warn_days: int
    majors: Mapping[str, Major]

    def support_ends(self, version: str) -> date | None:
        """The last day of standard support of a major or minor version; None for one that RDS does not offer."""
        major = self.majors.get(".".join(version.split(".")[:2]))
        if major is None or version == major.name:
            return None if major is None else major.standard_support_ends
        return major.minors.get(version)


@cache
def engine_versions() -> EngineVersions:
    """The facts of `engine_versions.yaml`."""
    data = read_yaml("engine_versions.yaml")
    majors = {
        name: Major(name, entry["standard_support_ends"], entry["minors"]) for name, entry in data["majors"].items()
    }
    return EngineVersions(data["source"], data["warn_days"], majors)
