"""Every value of a resource, however deep, also inside JSON that is written as text."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from policies.engine.residency.marks import marked, unmarked
from policies.engine.sameness import Same
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack, Unknown, Value

Scalar: TypeAlias = "bool | str | Reference | Interpolation | Unknown"
_NAME = re.compile(r"[A-Za-z_]\w*")
_FREE_TEXT = frozenset({"description", "comment", "tags", "tags_all", "default_tags"})


class Leaf(NamedTuple):
    """A value, the names that lead to it, and those names as a path with positions ("rule.0.copy_action.0.arn")."""

    names: tuple[str, ...]
    path: str
    value: Scalar

    @property
    def attribute(self) -> str:
        """The path as the provider's schema has it, without positions."""
        return _dotted(self.names)

    @property
    def free(self) -> bool:
        """Whether it is text for people: a tag, a comment, a description."""
        return _is_free(self.names)


@lru_cache(maxsize=8192)
def _dotted(names: tuple[str, ...]) -> str:
    return ".".join(names)


@lru_cache(maxsize=8192)
def _is_free(names: tuple[str, ...]) -> bool:
    return not _FREE_TEXT.isdisjoint(names)


def leaves(resource: Resource, stack: Stack) -> tuple[Leaf, ...]:
    """Every text, reference, true and unknown value of the resource; keys of maps that are no plain names too."""
    return _leaves(Same(resource, stack))


@lru_cache(maxsize=2048)
def _leaves(both: Same) -> tuple[Leaf, ...]:
    return tuple(_object(dict(both.resource.values), (), "", both.stack))


def texts(resource: Resource) -> Iterator[Leaf]:
    """Every text, reference and unknown value as it is written, JSON in one piece."""
    yield from _texts(dict(resource.values), (), "")


def _texts(value: Value, names: tuple[str, ...], path: str) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*names, key), _joined(path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, names, _joined(path, str(index)))
    elif value is UNKNOWN or isinstance(value, (str, Interpolation, Reference)):
        yield Leaf(names, path, value)


def _object(value: Mapping[str, Value], names: tuple[str, ...], path: str, stack: Stack) -> Iterator[Leaf]:
    for key, item in value.items():
        if not _NAME.fullmatch(key):
            yield Leaf(names, _joined(path, "key"), UNKNOWN if "${" in key or "%{" in key else key)
        yield from _value(item, (*names, key), _joined(path, key), stack)


def _value(value: Value, names: tuple[str, ...], path: str, stack: Stack) -> Iterator[Leaf]:
    if isinstance(value, dict):
        yield from _object(value, names, path, stack)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _value(item, names, _joined(path, str(index)), stack)
    elif isinstance(value, (str, Interpolation)):
        inside = parsed(value, stack)
        if inside is not None:
            yield from _value(inside, names, path, stack)
        elif value:
            yield Leaf(names, path, value)
    elif value is UNKNOWN or value is True or isinstance(value, Reference):
        yield Leaf(names, path, value)


def parsed(value: str | Interpolation, stack: Stack) -> Value:
    """The content of text that is a JSON object or list, with its references; None if it is neither."""
    start = value if isinstance(value, str) else value.parts[0]
    if not isinstance(start, str) or not start.lstrip().startswith(("{", "[")):
        return None
    text, references = marked(value, stack)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _restored(content, references)


def _restored(content: object, references: tuple[Reference, ...]) -> Value:
    if isinstance(content, str):
        return unmarked(content, references)
    if isinstance(content, list):
        return [_restored(item, references) for item in content]
    if isinstance(content, dict):
        return {_key(key, references): _restored(item, references) for key, item in content.items()}
    return content if isinstance(content, (bool, int, float)) else None


def _key(key: str, references: tuple[Reference, ...]) -> str:
    return str(unmarked(key, references)) if key else key


def _joined(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step
