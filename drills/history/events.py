"""One event of a history, and how it is written down."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

Outcome = Literal["ok", "fail", "info"]
"""It happened; it did not; nobody knows (a lost connection)."""
Kind = Literal["invoke", "ok", "fail", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An operation's start or end. `time` is in nanoseconds of a monotonic clock since the history began.

    `process` is a client that does one thing at a time; who ends with `info` goes on under a new number.
    `node` is the server that answered, `gtid` what it called the commit. `due` is when an operation was to begin, for
    a client that keeps to a schedule.
    """

    index: int
    type: Kind
    process: int
    time: int
    workload: str
    f: str
    value: Any = None
    node: str | None = None
    gtid: str | None = None
    error: str | None = None
    due: int | None = None

    def line(self) -> str:
        """The event as one line of JSON, without the keys that say nothing."""
        kept = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(kept, separators=(",", ":"), ensure_ascii=False) + "\n"


def read_events(file: Path) -> Iterator[Event]:
    """The events of a history file. Raises ValueError for a line that is none, with its number."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield Event(**json.loads(line))
            except (TypeError, ValueError) as error:
                raise ValueError(f"{file}:{number} is no event: {error}") from error


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
