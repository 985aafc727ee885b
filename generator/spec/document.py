"""A YAML document whose every key and value knows its line and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.spec.lines import Position, split_lines

__all__ = ["Document", "Path", "Position", "dotted"]

Path = tuple[str | int, ...]
"""Keys and indices from the document's root to a value."""


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

    def at(self, path: Path) -> object:
        """The value at `path`; None where there is none."""
        value = self.data
        for step in path:
            if isinstance(value, Mapping):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def position(self, path: Path) -> Position:
        """Where the value at `path` stands; for one that is missing, what names the nearest that contains it."""
        return self.values[path] if path in self.values else self._nearest_key(path)

    def key_position(self, path: Path) -> Position:
        """Where the key that names the value at `path` stands; without one, the value's position."""
        return self.keys.get(path) or self.position(path)

    def line(self, number: int) -> str:
        """The text of one line, without its end."""
        lines = split_lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _nearest_key(self, path: Path) -> Position:
        while path and path not in self.values:
            path = path[:-1]
        return self.keys.get(path) or self.values[path]
