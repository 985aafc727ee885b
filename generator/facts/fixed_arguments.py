"""Arguments that Terraform plans to change in place, and that AWS refuses to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Fixed:
    """Why AWS does not change an argument, and the URL that says so."""

    why: str
    source: str


@dataclass(frozen=True, slots=True)
class FixedArguments:
    """By argument: what AWS `refused`, and what its pages disagree about (`disputed`)."""

    refused: Mapping[str, Fixed]
    disputed: Mapping[str, Fixed]


@cache
def fixed_arguments() -> Mapping[str, FixedArguments]:
    """The facts of `fixed_arguments.yaml`, by resource type."""
    types = read_yaml("fixed_arguments.yaml")["types"]
    return {kind: FixedArguments(_all(entry["refused"]), _all(entry["disputed"])) for kind, entry in types.items()}


def _all(entries: Mapping[str, Mapping[str, str]]) -> Mapping[str, Fixed]:
    return {name: Fixed(**entry) for name, entry in entries.items()}
