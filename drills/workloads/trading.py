"""A trading day: orders are placed, amended, filled and cancelled, positions follow, risk is read at the reader."""

import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import pymysql
from pymysql.cursors import Cursor

from drills.checkers import Verdict, trading
from drills.history import Operation, Outcome
from drills.mysql import Session
from drills.workloads.trading_sql import FINAL, RISK, TABLES, amend, cancel, fill, place
from drills.workloads.workload import Call, Workload, rows

ACCOUNTS, SYMBOLS = 8, ("ALFA", "BRAVO", "CHARLIE", "DELTA")
DUPLICATE = 1062
WRITES: Mapping[str, Callable[[Cursor, Mapping[str, Any]], None]] = {
    "place": place,
    "amend": amend,
    "fill": fill,
    "cancel": cancel,
}


class Trading(Workload):
    """Every write has a number of the client's own, and is sent again until it is known to have happened, once."""

    name: ClassVar[str] = trading.CHECK
    tables: ClassVar[Sequence[str]] = TABLES
    reads: ClassVar[frozenset[str]] = frozenset({"risk", "final"})

    def __init__(self, *, readers: frozenset[int] = frozenset(), prefix: str = "") -> None:
        self._prefix = prefix
        self._numbers = itertools.count(1)
        self._readers = readers
        self._again: dict[int, Call] = {}
        self._open: dict[int, list[str]] = {}

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: D102
        if client in self._readers:
            return Call("risk", f"a{chance.randrange(ACCOUNTS)}")
        if client not in self._again:
            self._again[client] = self._next(self._open.setdefault(client, []), chance)
        return self._again[client]

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        if call.name == "risk":
            return {symbol: int(quantity) for symbol, quantity in session.read(RISK, call.asked)}
        if call.name == "final":
            with session.transaction(read_only=True) as cursor:
                return {name: [list(each) for each in rows(cursor, query)] for name, query in FINAL.items()}
        return self._write(session, call)

    def told(self, client: int, call: Call, outcome: Outcome, *, refused: bool) -> None:  # noqa: D102
        if call.name in WRITES and (outcome == "ok" or refused):
            self._again.pop(client, None)
            if call.name == "place":
                self._open[client].append(call.asked["id"])

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return trading.check(operations)

    def _next(self, mine: list[str], chance: random.Random) -> Call:
        number = f"{self._prefix}{next(self._numbers)}"
        name = chance.choices(["place", "amend", "fill", "cancel"], [4, 2, 5, 1])[0] if mine else "place"
        if name == "place":
            order: dict[str, Any] = {"account": f"a{chance.randrange(ACCOUNTS)}", "symbol": chance.choice(SYMBOLS)}
            order |= {"side": chance.choice(["buy", "sell"]), "quantity": chance.randint(10, 100)}
            return Call(name, {"id": f"o{number}", **order})
        chosen = chance.choice(mine[-8:])
        if name == "cancel":
            mine.remove(chosen)
            return Call(name, {"id": f"c{number}", "order": chosen})
        return Call(name, {"id": f"{name[0]}{number}", "order": chosen, "quantity": chance.randint(1, 100)})

    @staticmethod
    def _write(session: Session, call: Call) -> str:
        try:
            with session.transaction() as cursor:
                # The number is taken first: a second attempt ends here, whatever it would do.
                cursor.execute("INSERT INTO requests VALUES (%s)", (call.asked["id"],))
                WRITES[call.name](cursor, call.asked)
        except pymysql.err.IntegrityError as error:
            if error.args[0] != DUPLICATE:
                raise
            return "done before"
        return "done"
