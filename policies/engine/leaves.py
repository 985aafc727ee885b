"""Every value of a resource, however deep."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from policies.engine.values import Value


class Leaf(NamedTuple):
    """A value that is no list or object; its dotted path, and the last name in that."""

    path: str
    name: str
    value: Value


class _Whole:
    """A resource's values, equal to nothing but themselves, so that a cache can hold them."""

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and other.values is self.values

    def __hash__(self) -> int:
        return id(self.values)


def leaves(value: Value | Mapping[str, Value]) -> tuple[Leaf, ...]:
    """The leaves of a value, in its order; nulls too."""
    return _of_whole(_Whole(value)) if isinstance(value, Mapping) else tuple(_leaves(value, "", ""))


@lru_cache(maxsize=2048)
def _of_whole(whole: _Whole) -> tuple[Leaf, ...]:
    return tuple(_leaves(whole.values, "", ""))


def _leaves(value: Value | Mapping[str, Value], path: str, name: str) -> Iterator[Leaf]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key, key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}.{index}" if path else str(index), name)
    else:
        yield Leaf(path, name, value)
