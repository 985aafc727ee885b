"""Every value of a resource, however deep."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from policies.engine.values import Value


class Leaf(NamedTuple):
    """A value that is no list or object; its dotted path, and the last name in that."""

    path: str
    name: str
    value: Value


def leaves(value: Value | Mapping[str, Value], path: str = "", name: str = "") -> Iterator[Leaf]:
    """The leaves of a value, in its order; nulls too."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key, key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}.{index}" if path else str(index), name)
    else:
        yield Leaf(path, name, value)
