"""Registers that are read, written, and set if they are at a known value."""

import itertools
import random
from collections.abc import Sequence
from typing import Any, ClassVar

from pymysql.cursors import Cursor

from drills.checkers import Verdict, registers
from drills.history import Operation
from drills.mysql import RefusedError, Session
from drills.workloads.workload import Call, Workload, rows

LONGEST = 60
"""Operations after which a register is left alone, so that its history can be searched."""
VALUES = 5


class Registers(Workload):
    """A few values only, so that a compare-and-set often hits."""

    name: ClassVar[str] = registers.CHECK
    tables: ClassVar[Sequence[str]] = ("CREATE TABLE registers (register BIGINT PRIMARY KEY, value BIGINT NOT NULL)",)

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002, D102
        key = next(self._numbers) // LONGEST
        name = chance.choice(["read", "write", "cas", "cas"])
        if name == "read":
            return Call(name, [key, None])
        new = chance.randint(1, VALUES)
        return Call(name, [key, new] if name == "write" else [key, [chance.randint(0, VALUES), new]])

    def closing(self) -> None:
        """A register is judged by its whole history; its last value alone tells nothing more."""

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        key, value = call.asked
        if call.name == "read":
            with session.transaction(read_only=True) as cursor:
                found = rows(cursor, "SELECT value FROM registers WHERE register = %s", key)
                return int(found[0][0]) if found else 0
        with session.transaction() as cursor:
            if call.name == "write":
                put = "INSERT INTO registers VALUES (%s, %s) AS new ON DUPLICATE KEY UPDATE value = new.value"
                cursor.execute(put, (key, value))
            else:
                _compare_and_set(cursor, key, *value)
        return None

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return registers.check(operations)


def _compare_and_set(cursor: Cursor, key: int, old: int, new: int) -> None:
    cursor.execute("INSERT IGNORE INTO registers VALUES (%s, 0)", (key,))
    found = cursor.execute("UPDATE registers SET value = %s WHERE register = %s AND value = %s", (new, key, old))
    if not found:
        raise RefusedError("the register is at another value")
