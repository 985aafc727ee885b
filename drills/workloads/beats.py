"""One client counts at the writer, others look at the reader endpoint, to see how old is what it shows."""

import itertools
import random
from collections.abc import Sequence
from typing import Any, ClassVar

from drills.checkers import Verdict, staleness, untested
from drills.checkers.verdict import judged
from drills.history import Operation
from drills.mysql import Session
from drills.workloads.workload import Call, Workload


class Beats(Workload):
    """Client 0 beats, and must be given the writer; all others look, and are given the reader endpoint."""

    name: ClassVar[str] = "staleness"
    tables: ClassVar[Sequence[str]] = ("CREATE TABLE beats (id INT PRIMARY KEY, beat BIGINT NOT NULL)",)
    reads: ClassVar[frozenset[str]] = frozenset({"look"})

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def opening(self) -> Call:  # noqa: D102
        return Call("beat", 0)

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002, D102
        return Call("look") if client else Call("beat", next(self._numbers))

    def closing(self) -> None:
        """Nothing is read at the end."""

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        if call.name == "beat":
            with session.transaction() as cursor:
                cursor.execute("REPLACE INTO beats VALUES (1, %s)", (call.asked,))
            return None
        found = session.read("SELECT beat FROM beats WHERE id = 1")
        return int(found[0][0]) if found else None

    def check(self, operations: Sequence[Operation]) -> Verdict:
        """Never a fail: the reader endpoint is characterised, and promises nothing."""
        figures = staleness.figures(operations)
        if not figures["reads"]:
            return untested(self.name, "nothing was read at the reader endpoint")
        return judged(self.name, f"{figures['reads']} reads at the reader endpoint; measured, not judged", [], figures)
