"""What a workload is."""

import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pymysql.cursors import Cursor

from drills.checkers import Verdict
from drills.history import Operation, Outcome
from drills.mysql import Session


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to do: its name and what is asked for, as they stand in the history."""

    name: str
    asked: Any = None


class Workload(ABC):
    """Operations for any number of clients, on tables of its own. One object serves all clients' threads."""

    name: ClassVar[str]
    tables: ClassVar[Sequence[str]]
    """The statements that make the tables."""
    reads: ClassVar[frozenset[str]] = frozenset({"read", "final"})
    """The names of calls that change nothing."""

    def opening(self) -> Call | None:
        """What fills the tables before the clients begin, recorded like all else."""
        return None

    @abstractmethod
    def call(self, client: int, chance: random.Random) -> Call:
        """What this client does next."""

    def closing(self) -> Call | None:
        """What is read when all clients have stopped; None where nothing is."""
        return Call("final")

    @abstractmethod
    def perform(self, session: Session, call: Call) -> Any:
        """Does it, and returns the answer. Raises RefusedError or pymysql.err.MySQLError."""

    def told(self, client: int, call: Call, outcome: Outcome, *, refused: bool) -> None:  # noqa: B027
        """What became of a call, for workloads that go on from there; `refused` by a rule of the business."""

    @abstractmethod
    def check(self, operations: Sequence[Operation]) -> Verdict:
        """Judges the operations of this workload."""


def rows(cursor: Cursor, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows that a query returns."""
    cursor.execute(statement, values)
    return list(cursor.fetchall())
