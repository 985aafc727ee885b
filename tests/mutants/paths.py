"""Paths into a rendered stack: `resource.aws_subnet.*.vpc_id`, `….statement[sid=AdministerKey].principals[0]`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_STEP = re.compile(r"\.?(?P<key>[^.\[\]]+)|\[(?P<index>\d+|\*)\]|\[(?P<name>\w+)=(?P<value>[^\]]+)\]")
_METADATA = "//"


class PathError(ValueError):
    """A path that is no path, or that leads nowhere in the stack."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a stack: `step` is a key or an index of `container`."""

    container: Any
    step: str | int

    @property
    def exists(self) -> bool:
        """Whether something is there."""
        return self.step in self.container if isinstance(self.step, str) else self.step < len(self.container)

    @property
    def value(self) -> Any:
        """What is there. Raises KeyError or IndexError if nothing is."""
        return self.container[self.step]


def spots(stack: dict[str, Any], path: str) -> list[Spot]:
    """Every place that `path` leads to; all but its last step must be there.

    `*` and `[*]` stand for every key or entry, `[name=value]` for every entry whose `name` is `value`. Raises
    PathError if it leads nowhere.
    """
    steps = list(_steps(path))
    found = [Spot({"": stack}, "")]
    for number, step in enumerate(steps, 1):
        found = [inner for spot in found for inner in _inside(spot.value, step)]
        if number < len(steps):
            found = [spot for spot in found if spot.exists]
        if not found:
            raise PathError(f"{path} leads nowhere: there is no {step[0]} at step {number}")
    return found


def existing(stack: dict[str, Any], path: str) -> list[Spot]:
    """Every place that `path` leads to and where something is. Raises PathError if there is none."""
    found = [spot for spot in spots(stack, path) if spot.exists]
    if not found:
        raise PathError(f"{path} leads nowhere: its last step is not there")
    return found


def _steps(path: str) -> Iterator[tuple[str, re.Match[str]]]:
    at = 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            raise PathError(f"{path} is no path: see what stands at {path[at:]!r}")
        yield step[0].lstrip("."), step
        at = step.end()
    if not at:
        raise PathError("an empty path leads nowhere")


def _inside(value: Any, step: tuple[str, re.Match[str]]) -> list[Spot]:
    match = step[1]
    if isinstance(value, dict) and (key := match["key"]):
        return [Spot(value, each) for each in value if each != _METADATA] if key == "*" else [Spot(value, key)]
    if isinstance(value, list):
        return [Spot(value, index) for index, entry in enumerate(value) if _is_meant(index, entry, match)]
    return []


def _is_meant(index: int, entry: Any, match: re.Match[str]) -> bool:
    if match["name"]:
        return isinstance(entry, dict) and str(entry.get(match["name"])) == match["value"]
    return match["index"] in ("*", str(index))
