"""Orders that a client sends again, under the same number, until it knows that each was taken."""

import itertools
import random
from collections.abc import Sequence
from typing import Any, ClassVar

import pymysql

from drills.checkers import Verdict, orders
from drills.history import Operation, Outcome
from drills.mysql import Session
from drills.workloads.workload import Call, Workload, rows

ITEMS = 10
STOCK = 10_000_000
DUPLICATE = 1062


class Orders(Workload):
    """The client's number is unique in the table: an attempt that was taken already changes nothing more."""

    name: ClassVar[str] = orders.CHECK
    tables: ClassVar[Sequence[str]] = (
        "CREATE TABLE stock (item VARCHAR(8) PRIMARY KEY, quantity BIGINT NOT NULL)",
        "CREATE TABLE taken (id VARCHAR(24) PRIMARY KEY, item VARCHAR(8) NOT NULL, quantity BIGINT NOT NULL)",
    )

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._open: dict[int, Call] = {}

    def opening(self) -> Call:  # noqa: D102
        return Call("stock", {f"i{item}": STOCK for item in range(ITEMS)})

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: D102
        if client not in self._open:
            order = {
                "id": f"o{next(self._numbers)}",
                "item": f"i{chance.randrange(ITEMS)}",
                "quantity": chance.randint(1, 9),
            }
            self._open[client] = Call("order", order)
        return self._open[client]

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        if call.name == "final":
            with session.transaction(read_only=True) as cursor:
                taken = [list(each) for each in rows(cursor, "SELECT id, item, quantity FROM taken")]
                return {"orders": taken, "stock": dict(rows(cursor, "SELECT item, quantity FROM stock"))}
        if call.name == "stock":
            with session.transaction() as cursor:
                cursor.executemany("INSERT INTO stock VALUES (%s, %s)", list(call.asked.items()))
            return None
        return self._order(session, call.asked)

    def told(self, client: int, call: Call, outcome: Outcome, *, refused: bool) -> None:  # noqa: ARG002, D102
        if outcome == "ok":
            self._open.pop(client, None)

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return orders.check(operations)

    @staticmethod
    def _order(session: Session, asked: dict[str, Any]) -> str:
        try:
            with session.transaction() as cursor:
                cursor.execute("INSERT INTO taken VALUES (%s, %s, %s)", (asked["id"], asked["item"], asked["quantity"]))
                cursor.execute(
                    "UPDATE stock SET quantity = quantity - %s WHERE item = %s", (asked["quantity"], asked["item"])
                )
        except pymysql.err.IntegrityError as error:
            if error.args[0] != DUPLICATE:
                raise
            return "taken before"
        return "taken"
