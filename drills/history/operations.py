"""Operations: an event that begins one, and the event that ends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from drills.history.events import Event, Outcome

NEMESIS = -1
"""The process that makes faults; it is no client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What a client asked for (`asked`) and what it was told (`answer`); times as in `Event`.

    `returned` is None, and the outcome `info`, where nothing ever came back. `index` is that of the invocation.
    """

    index: int
    process: int
    workload: str
    name: str
    asked: Any
    outcome: Outcome
    answer: Any
    invoked: int
    returned: int | None
    node: str | None = None
    gtid: str | None = None
    error: str | None = None
    due: int | None = None

    @property
    def ok(self) -> bool:
        """Whether the client knows that it happened."""
        return self.outcome == "ok"

    @property
    def seconds(self) -> float | None:
        """How long it took since it was due, if it came to an end: who waits for a free client waits as well."""
        began = self.invoked if self.due is None else self.due
        return None if self.returned is None else (self.returned - began) / 1e9


def paired(events: Iterable[Event]) -> list[Operation]:
    """The operations of a history, in the order in which they were invoked.

    Raises ValueError for an end without a beginning, and for a process that begins twice.
    """
    waiting: dict[int, Event] = {}
    found: list[Operation] = []
    for event in events:
        if event.type == "invoke":
            if event.process in waiting:
                raise ValueError(f"event {event.index}: process {event.process} does two things at once")
            waiting[event.process] = event
        else:
            begun = waiting.pop(event.process, None)
            if begun is None:
                raise ValueError(f"event {event.index}: process {event.process} ends what it did not begin")
            found.append(_operation(begun, event))
    found += [_operation(begun, None) for begun in waiting.values()]
    return sorted(found, key=lambda operation: operation.index)


def _operation(begun: Event, ended: Event | None) -> Operation:
    outcome: Outcome = "info" if ended is None or ended.type == "invoke" else ended.type
    return Operation(
        index=begun.index,
        process=begun.process,
        workload=begun.workload,
        name=begun.f,
        asked=begun.value,
        outcome=outcome,
        answer=ended.value if ended else None,
        invoked=begun.time,
        returned=ended.time if ended else None,
        node=ended.node if ended else None,
        gtid=ended.gtid if ended else None,
        error=ended.error if ended else None,
        due=begun.due,
    )
