"""Transactions with many rows: all of them, or none."""

import itertools
import random
from collections.abc import Sequence
from typing import Any, ClassVar

from drills.checkers import Verdict, bulk
from drills.history import Operation
from drills.mysql import Session
from drills.workloads.workload import Call, Workload, rows

CHUNK = 1000


class Bulk(Workload):
    """`size` rows a transaction, in chunks; `filler` bytes in each row."""

    name: ClassVar[str] = bulk.CHECK
    tables: ClassVar[Sequence[str]] = (
        "CREATE TABLE bulk (id BIGINT AUTO_INCREMENT PRIMARY KEY, batch BIGINT NOT NULL, filler VARCHAR(250), "
        "KEY (batch))",
    )

    def __init__(self, *, size: int, filler: int = 100) -> None:
        self._numbers = itertools.count(1)
        self._size = size
        self._filler = "x" * filler

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002, D102
        return Call("load", {"batch": next(self._numbers), "rows": self._size})

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        if call.name == "final":
            with session.transaction(read_only=True) as cursor:
                return [
                    [int(batch), int(count)]
                    for batch, count in rows(cursor, "SELECT batch, COUNT(*) FROM bulk GROUP BY 1")
                ]
        with session.transaction() as cursor:
            for start in range(0, call.asked["rows"], CHUNK):
                size = min(CHUNK, call.asked["rows"] - start)
                statement = "INSERT INTO bulk (batch, filler) VALUES (%s, %s)"
                cursor.executemany(statement, [(call.asked["batch"], self._filler)] * size)
        return None

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return bulk.check(operations)
