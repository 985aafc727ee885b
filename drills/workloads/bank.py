"""Moves money between accounts; each transfer is written down beside the balances that it changes."""

import itertools
import random
from collections.abc import Sequence
from typing import Any, ClassVar

from pymysql.cursors import Cursor

from drills.checkers import Verdict, bank
from drills.history import Operation
from drills.mysql import RefusedError, Session
from drills.workloads.workload import Call, Workload, rows

ACCOUNTS = 12
BALANCE = 1000


class Bank(Workload):
    """Nothing in the schema keeps a balance from being negative, nor a transfer from being there twice."""

    name: ClassVar[str] = bank.CHECK
    tables: ClassVar[Sequence[str]] = (
        "CREATE TABLE accounts (account VARCHAR(8) PRIMARY KEY, balance BIGINT NOT NULL)",
        "CREATE TABLE transfers (id BIGINT AUTO_INCREMENT PRIMARY KEY, transfer VARCHAR(24) NOT NULL)",
    )

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def opening(self) -> Call:  # noqa: D102
        return Call("open", {str(account): BALANCE for account in range(ACCOUNTS)})

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002, D102
        if chance.random() < 0.1:
            return Call("read")
        source, target = chance.sample(range(ACCOUNTS), 2)
        number = next(self._numbers)
        amount = chance.randint(1, BALANCE // 2)
        return Call("transfer", {"id": f"t{number}", "from": str(source), "to": str(target), "amount": amount})

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        if call.name == "read":
            with session.transaction(read_only=True) as cursor:
                return _balances(cursor)
        if call.name == "final":
            with session.transaction(read_only=True) as cursor:
                transfers = [each for (each,) in rows(cursor, "SELECT transfer FROM transfers")]
                return {"balances": _balances(cursor), "transfers": transfers}
        with session.transaction() as cursor:
            if call.name == "open":
                cursor.executemany("INSERT INTO accounts VALUES (%s, %s)", list(call.asked.items()))
            else:
                _transfer(cursor, call.asked)
        return None

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return bank.check(operations)


def _balances(cursor: Cursor) -> dict[str, int]:
    return {account: int(balance) for account, balance in rows(cursor, "SELECT account, balance FROM accounts")}


def _transfer(cursor: Cursor, asked: dict[str, Any]) -> None:
    # Both accounts are locked in the same order by every client, so that transfers wait and do not deadlock.
    locked = "SELECT account, balance FROM accounts WHERE account IN (%s, %s) ORDER BY account FOR UPDATE"
    balances = dict(rows(cursor, locked, asked["from"], asked["to"]))
    if balances[asked["from"]] < asked["amount"]:
        raise RefusedError("the account does not hold that much")
    move = "UPDATE accounts SET balance = balance + %s WHERE account = %s"
    cursor.execute(move, (-asked["amount"], asked["from"]))
    cursor.execute("INSERT INTO transfers (transfer) VALUES (%s)", (asked["id"],))
    cursor.execute(move, (asked["amount"], asked["to"]))
