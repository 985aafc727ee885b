"""Transactions that append to lists and read them, as serializable as MySQL can be asked to be."""

import itertools
import random
from collections.abc import Sequence
from typing import Any, ClassVar

from pymysql.cursors import Cursor

from drills.checkers import Verdict, lists
from drills.history import Operation
from drills.mysql import Session
from drills.workloads.workload import Call, Workload, rows

LIVELY = 5
"""Lists that are written to at the same time."""
LONGEST = 40
"""Appends after which a list is left alone, so that reads stay short."""


class Lists(Workload):
    """SERIALIZABLE, since REPEATABLE READ is weaker than its name: https://jepsen.io/analyses/mysql-8.0.34 says how."""

    name: ClassVar[str] = lists.CHECK
    tables: ClassVar[Sequence[str]] = ("CREATE TABLE lists (list BIGINT PRIMARY KEY, elements TEXT NOT NULL)",)

    def __init__(self) -> None:
        self._elements = itertools.count(1)
        self._newest = 0

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002, D102
        oldest = self._newest // LONGEST
        return Call("txn", [self._part(oldest + chance.randrange(LIVELY), chance) for _ in range(chance.randint(1, 4))])

    def closing(self) -> Call:  # noqa: D102
        return Call("final", [["r", key, None] for key in range(self._newest // LONGEST + LIVELY)])

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        writes = any(kind == "append" for kind, _, _ in call.asked)
        with session.transaction("SERIALIZABLE", read_only=not writes) as cursor:
            return [_done(cursor, *part) for part in call.asked]

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return lists.check(operations)

    def _part(self, key: int, chance: random.Random) -> list[Any]:
        if chance.random() < 0.5:
            return ["r", key, None]
        self._newest = next(self._elements)
        return ["append", key, self._newest]


def _done(cursor: Cursor, kind: str, key: int, element: int | None) -> list[Any]:
    if kind == "append":
        put = (
            "INSERT INTO lists VALUES (%s, %s) AS new"
            " ON DUPLICATE KEY UPDATE elements = CONCAT(lists.elements, ',', new.elements)"
        )
        cursor.execute(put, (key, str(element)))
        return [kind, key, element]
    found = rows(cursor, "SELECT elements FROM lists WHERE list = %s", key)
    return [kind, key, [int(each) for each in found[0][0].split(",")] if found else []]
