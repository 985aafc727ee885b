"""What nobody may do where data must stay in its jurisdiction."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from generator.facts.reading import read_yaml

Outside = Literal["jurisdiction", "account"]


@dataclass(frozen=True, slots=True)
class Denial:
    """A statement that denies: `actions`, or all but `not_actions`.

    `outside` says of what the call has to be outside for the denial to hold; `conditions` are (operator, key, values).
    """

    sid: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    outside: Outside | None
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]
    source: str


@cache
def denials() -> tuple[Denial, ...]:
    """The facts of `denials.yaml`, in its order."""
    return tuple(_denial(each) for each in read_yaml("denials.yaml")["statements"])


def _denial(data: Mapping[str, Any]) -> Denial:
    return Denial(
        sid=data["sid"],
        actions=tuple(data.get("actions", ())),
        not_actions=tuple(data.get("not_actions", ())),
        outside=data.get("outside"),
        conditions=tuple((test, key, tuple(values)) for test, key, values in data.get("conditions", ())),
        source=data["source"],
    )
