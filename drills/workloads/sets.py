"""Adds numbers to a set, each once, and reads the newest of them."""

import itertools
import random
from collections.abc import Sequence
from typing import Any, ClassVar

from drills.checkers import Verdict, sets
from drills.history import Operation
from drills.mysql import Session
from drills.workloads.workload import Call, Workload, rows

RECENT = 200


class Sets(Workload):
    """Nothing keeps an element from being there twice, so that a checker can see it."""

    name: ClassVar[str] = sets.CHECK
    tables: ClassVar[Sequence[str]] = (
        "CREATE TABLE elements (id BIGINT AUTO_INCREMENT PRIMARY KEY, element BIGINT NOT NULL, KEY (element))",
    )

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._newest = 0

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002, D102
        if chance.random() < 0.05:
            return Call("read", max(0, self._newest - RECENT))
        self._newest = next(self._numbers)
        return Call("add", self._newest)

    def closing(self) -> Call:  # noqa: D102
        return Call("final", 0)

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        if call.name == "add":
            with session.transaction() as cursor:
                cursor.execute("INSERT INTO elements (element) VALUES (%s)", (call.asked,))
            return None
        with session.transaction(read_only=True) as cursor:
            return [each for (each,) in rows(cursor, "SELECT element FROM elements WHERE element >= %s", call.asked)]

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return sets.check(operations)
