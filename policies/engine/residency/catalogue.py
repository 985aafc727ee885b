"""A tier of the catalogue, held against a resource."""

from collections.abc import Iterator

from policies.engine.policy import Policy, Violation
from policies.engine.residency.data import Entry, entries_of, tier
from policies.engine.residency.kinds import problems
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack, Unknown, Value


class TierPolicy(Policy):
    """What all tiers have in common; `tier` is the name of the tier's file."""

    category = "residency"
    tier: str

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Only what is made here can let data out; what is read is judged by where it is."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each attribute that leads out, or one for a type that has no other purpose."""
        for entry in entries_of(self.tier, resource.type):
            yield from _judged(entry, resource, stack)


def types_of(name: str) -> tuple[str, ...]:
    """The resource types of a tier."""
    return tuple(dict.fromkeys(kind for entry in tier(name) for kind in entry.types))


def _judged(entry: Entry, resource: Resource, stack: Stack) -> Iterator[Violation]:
    if entry.forbidden:
        yield Violation(f"{resource.type} may not be here: {_lowered(entry.why)}")
    for attribute, kind in entry.attributes.items():
        found = list(values_at(dict(resource.values), attribute.split("."))) or [(attribute, None)]
        for path, value in found:
            for problem in problems(kind, value, stack):
                yield Violation(f"{attribute} {problem}. {entry.why}", attribute=path)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def values_at(value: Value, names: list[str], path: str = "") -> Iterator[tuple[str, Value]]:
    """Every value at a path of the schema, with its path in the resource; UNKNOWN where what holds it is not known."""
    if not names:
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from values_at(item, names, f"{path}.{index}")
    elif isinstance(value, dict):
        if names[0] in value:
            yield from values_at(value[names[0]], names[1:], f"{path}.{names[0]}" if path else names[0])
    elif isinstance(value, (Unknown, Reference, Interpolation)):
        yield path, UNKNOWN
