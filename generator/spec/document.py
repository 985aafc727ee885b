"""A YAML document whose every key and value knows its line and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Keys and indices from the document's root to a value."""


class Position(NamedTuple):
    """A place in a file; both numbers count from 1."""

    line: int
    column: int


def dotted(path: Path) -> str:
    """`databases.orders.users[0].role`, as findings and the render write a spec path."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content as plain Python values, and where each of them stands.

    `values` and `keys` map a path to the position of the value and of the mapping key that names it.
    """

    file: str
    text: str
    data: object
    values: Mapping[Path, Position] = field(default_factory=dict)
    keys: Mapping[Path, Position] = field(default_factory=dict)

    def position(self, path: Path) -> Position:
        """Where the value at `path` stands; for one that is missing, the nearest that contains it."""
        return next(self.values[part] for part in _upward(path) if part in self.values)

    def key_position(self, path: Path) -> Position:
        """Where the key that names the value at `path` stands; without one, the value's position."""
        return self.keys.get(path) or self.position(path)

    def line(self, number: int) -> str:
        """The text of one line, without its end."""
        lines = self.text.splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""


def _upward(path: Path) -> Iterator[Path]:
    yield path
    while path:
        path = path[:-1]
        yield path
