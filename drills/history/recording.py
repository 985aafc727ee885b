"""Writes a history while it happens, from any number of threads."""

import hashlib
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack

from drills.history.events import Event, Kind
from drills.history.operations import Operation, paired

STRANGERS = 1000
"""The step from a process to the one that goes on after an outcome that nobody knows."""


class Details(TypedDict, total=False):
    """What not every event has, as in `Event`."""

    node: str | None
    gtid: str | None
    error: str | None
    due: int | None


class Recorder:
    """A history in a file and in memory; the events of all threads stand in the order of their times."""

    def __init__(self, file: Path) -> None:
        self._stream = file.open("x", encoding="utf-8", newline="\n")
        self._lock = threading.Lock()
        self._hash = hashlib.sha256()
        self._began = time.monotonic_ns()
        self._events: list[Event] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def record(
        self,
        kind: Kind,
        process: int,
        workload: str,
        name: str,
        value: Any = None,
        **details: Unpack[Details],
    ) -> Event:
        """Writes one event, stamped with the time at which it is written."""
        with self._lock:
            event = Event(
                index=len(self._events),
                type=kind,
                process=process,
                time=self.now(),
                workload=workload,
                f=name,
                value=value,
                **details,
            )
            line = event.line()
            self._events.append(event)
            self._stream.write(line)
            self._hash.update(line.encode())
        return event

    def now(self) -> int:
        """Nanoseconds since the history began."""
        return time.monotonic_ns() - self._began

    def operations(self) -> list[Operation]:
        """What has been recorded so far, as operations."""
        with self._lock:
            return paired(self._events)

    def taken(self) -> int:
        """A number that no process has had so far, nor will have when it goes on after an unknown outcome."""
        with self._lock:
            return 1 + max((event.process % STRANGERS for event in self._events if event.process >= 0), default=-1)

    @property
    def sha256(self) -> str:
        """The hash of what was written so far."""
        with self._lock:
            return self._hash.hexdigest()

    def close(self) -> None:
        """Writes out what is buffered; nothing can be recorded afterwards."""
        with self._lock:
            self._stream.close()
