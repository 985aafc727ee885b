"""Writes down the time, again and again, so that a restored cluster shows when it was."""

import itertools
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from drills.checkers import Verdict, restored, untested
from drills.history import Operation
from drills.mysql import Session
from drills.workloads.workload import Call, Workload, rows

CLOCK = "SELECT UNIX_TIMESTAMP(SYSDATE(6))"


class Markers(Workload):
    """Answers with the server's clock (seconds since 1970, UTC) before a marker was written, and after it was there."""

    name: ClassVar[str] = restored.CHECK
    tables: ClassVar[Sequence[str]] = ("CREATE TABLE markers (marker BIGINT PRIMARY KEY)",)

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002, D102
        return Call("mark", next(self._numbers))

    def closing(self) -> None:
        """The markers are read on the restored cluster."""

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        with session.transaction() as cursor:
            ((before,),) = rows(cursor, CLOCK)
            cursor.execute("INSERT INTO markers VALUES (%s)", (call.asked,))
        with session.transaction(read_only=True) as cursor:
            ((after,),) = rows(cursor, CLOCK)
        return [float(before), float(after)]

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return untested(self.name, f"{len(operations)} markers were written; a restored cluster is what is judged")


def moment(seconds: float) -> datetime:
    """A time as the API of RDS takes it."""
    return datetime.fromtimestamp(seconds, UTC)
