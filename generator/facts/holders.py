"""Resources that hold data, or that data depends on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.facts.effects import Effect
from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Holder:
    """A resource type: `what` it is, what happens once it is `gone`, what that means for users, and a URL."""

    what: str
    gone: str
    effect: Effect
    source: str


@cache
def holders() -> Mapping[str, Holder]:
    """Every type that holds data, by its name in Terraform."""
    return {kind: Holder(**entry) for kind, entry in read_yaml("holders.yaml")["types"].items()}
