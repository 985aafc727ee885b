"""Two renders of one environment beside each other. Pure functions over their JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["added", "removed", "changed"]
Json = Mapping[str, Any]
_NOTHING = object()
_SECTIONS = ("resource", "data", "output", "provider", "terraform")
# What is compared part by part, or tells nothing of its own.
_SILENT = ("origins.json", "cdk.tf.json", "roles/origins.json")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a spec something came from; `file` names the version of the spec that has it."""

    spec: str
    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """An attribute's dotted path and its values; None where it is not there."""

    path: str
    before: object
    after: object
    place: Place | None


@dataclass(frozen=True, slots=True)
class Change:
    """A resource (or an output, a provider, the backend) that is in one render alone, or differs."""

    address: str
    kind: Kind
    place: Place | None
    attributes: tuple[AttributeChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs: what the stack holds, and the names of the files beside it."""

    changes: tuple[Change, ...] = ()
    files: tuple[str, ...] = ()

    def count(self, kind: Kind) -> int:
        """How many of a kind there are."""
        return sum(each.kind == kind for each in self.changes)


@dataclass(frozen=True, slots=True)
class Side:
    """One render: what Terraform reads, the origins of its parts, and the files beside it."""

    stack: Json
    origins: Json
    files: Mapping[str, bytes] = field(default_factory=dict)


def compare(before: Side, after: Side) -> Difference:
    """What the second render has that the first has not, and the other way round; in the order of addresses."""
    old, new = dict(_parts(before.stack)), dict(_parts(after.stack))
    changes = (_change(address, old, new, before, after) for address in sorted(old.keys() | new.keys()))
    names = sorted(before.files.keys() | after.files.keys())
    files = (each for each in names if before.files.get(each) != after.files.get(each) and each not in _SILENT)
    return Difference(tuple(each for each in changes if each), tuple(files))


def _change(address: str, old: Json, new: Json, before: Side, after: Side) -> Change | None:
    if address not in old:
        return Change(address, "added", _place(address, None, after.origins))
    if address not in new:
        return Change(address, "removed", _place(address, None, before.origins))
    attributes = tuple(
        AttributeChange(path, first, second, _place(address, path, after.origins))
        for path, first, second in _differences(old[address], new[address])
    )
    return Change(address, "changed", _place(address, None, after.origins), attributes) if attributes else None


def _parts(stack: Json) -> Iterator[tuple[str, object]]:
    """Each block of a stack with its address; providers and the backend count as one each."""
    for section in _SECTIONS:
        content = stack.get(section, {})
        if section in ("resource", "data"):
            prefix = "data." if section == "data" else ""
            for kind, named in content.items():
                yield from ((f"{prefix}{kind}.{name}", body) for name, body in named.items())
        elif section == "output":
            yield from ((f"output.{name}", body) for name, body in content.items())
        elif content:
            yield section, content


def _differences(before: object, after: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    before, after = _opened(before, after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in _in_order(before, after):
            if key != "//":
                below = f"{path}.{key}" if path else key
                yield from _differences(before.get(key, _NOTHING), after.get(key, _NOTHING), below)
    elif _alike(before, after):
        for index, (first, second) in enumerate(zip(before, after, strict=True)):  # type: ignore[call-overload]
            yield from _differences(first, second, f"{path}[{index}]")
    elif before != after:
        yield path, _or_none(before), _or_none(after)


def _or_none(value: object) -> object:
    return None if value is _NOTHING else value


def _opened(before: object, after: object) -> tuple[object, object]:
    """Both as they are; where both are texts of JSON objects (a dashboard, a secret's connection), those objects."""
    if not (isinstance(before, str) and isinstance(after, str) and before.startswith("{") and after.startswith("{")):
        return before, after
    try:
        return json.loads(before), json.loads(after)
    except ValueError:
        return before, after


def _alike(before: object, after: object) -> bool:
    """Whether two lists are of blocks, as many of each; a longer list of plain values is a change as a whole."""
    return (
        isinstance(before, list)
        and isinstance(after, list)
        and len(before) == len(after)
        and all(isinstance(each, Mapping) for each in (*before, *after))
    )


def _in_order(before: Json, after: Json) -> Iterable[str]:
    return dict.fromkeys([*before, *after])


def _place(address: str, attribute: str | None, origins: Json) -> Place | None:
    found = origins["resources"].get(address)
    if found is None:
        return None
    if attribute is not None:
        found = found["attributes"].get(attribute.split("[", maxsplit=1)[0], found)
    return Place(found["spec"], origins["file"], found["line"], found["column"])
