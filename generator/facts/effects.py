"""What a change means for the people who use a database, by resource type and argument."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from generator.facts.reading import read_yaml

Effect = Literal["nothing", "unknown", "access", "failover", "reboot", "outage", "data loss"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
"""All effects, the mildest first."""


@dataclass(frozen=True, slots=True)
class EffectFacts:
    """The facts of `effects.yaml`.

    `words` say each effect to a reader; `updates` has the effect of an argument by type, `alike` that of any change of
    a type. What stands in neither is unknown.
    """

    words: Mapping[Effect, str]
    quiet: frozenset[str]
    updates: Mapping[str, Mapping[str, Effect]]
    alike: Mapping[str, Effect]

    def of_update(self, resource_type: str, argument: str) -> Effect:
        """What an update in place of one argument means."""
        if argument in self.quiet:
            return "nothing"
        if resource_type in self.updates:
            return self.updates[resource_type].get(argument, "unknown")
        return self.of_any(resource_type)

    def of_any(self, resource_type: str) -> Effect:
        """What any change of a resource of that type means, its removal among them."""
        return self.alike.get(resource_type, "unknown")


def worst(effects: Iterable[Effect]) -> Effect:
    """The worst of several effects; nothing if there is none."""
    return max(effects, key=EFFECTS.index, default="nothing")


@cache
def effect_facts() -> EffectFacts:
    """The facts of `effects.yaml`."""
    data = read_yaml("effects.yaml")
    updates = {kind: _by_member(entry["update"]) for kind, entry in data["types"].items()}
    return EffectFacts(data["effects"], frozenset(data["quiet"]), updates, _by_member(data["alike"]))


def _by_member(lists: Mapping[Any, Iterable[str]]) -> Mapping[str, Effect]:
    return {member: effect for effect, members in lists.items() for member in members}
