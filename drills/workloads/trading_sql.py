"""The tables and statements of the trading workload."""

from collections.abc import Mapping
from typing import Any

from pymysql.cursors import Cursor

from drills.mysql import RefusedError

TABLES = (
    "CREATE TABLE requests (id VARCHAR(40) PRIMARY KEY)",
    "CREATE TABLE orders (id VARCHAR(40) PRIMARY KEY, account VARCHAR(8) NOT NULL, symbol VARCHAR(8) NOT NULL,"
    " side VARCHAR(4) NOT NULL, quantity BIGINT NOT NULL, filled BIGINT NOT NULL, status VARCHAR(10) NOT NULL)",
    "CREATE TABLE fills (row_id BIGINT AUTO_INCREMENT PRIMARY KEY, id VARCHAR(40) NOT NULL,"
    " order_id VARCHAR(40) NOT NULL, quantity BIGINT NOT NULL)",
    "CREATE TABLE positions (account VARCHAR(8), symbol VARCHAR(8), quantity BIGINT NOT NULL,"
    " PRIMARY KEY (account, symbol))",
)
RISK = "SELECT symbol, quantity FROM positions WHERE account = %s"
FINAL = {
    "orders": "SELECT id, account, symbol, side, quantity, filled, status FROM orders",
    "fills": "SELECT id, order_id, quantity FROM fills",
    "positions": "SELECT account, symbol, quantity FROM positions",
}


def place(cursor: Cursor, asked: Mapping[str, Any]) -> None:
    """A new order."""
    cursor.execute(
        "INSERT INTO orders VALUES (%(id)s, %(account)s, %(symbol)s, %(side)s, %(quantity)s, 0, 'open')", asked
    )


def amend(cursor: Cursor, asked: Mapping[str, Any]) -> None:
    """Another quantity, not below what is filled. Raises RefusedError."""
    changed = cursor.execute(
        "UPDATE orders SET quantity = %(quantity)s WHERE id = %(order)s AND status = 'open' AND filled < %(quantity)s",
        asked,
    )
    if not changed:
        raise RefusedError("the order is closed, or filled further than that")


def fill(cursor: Cursor, asked: Mapping[str, Any]) -> None:
    """A part of an open order, and the position that follows. Raises RefusedError."""
    cursor.execute(
        "SELECT account, symbol, side, quantity - filled FROM orders"
        " WHERE id = %(order)s AND status = 'open' FOR UPDATE",
        asked,
    )
    found = cursor.fetchone()
    if found is None or found[3] < asked["quantity"]:
        raise RefusedError("the order is closed, or has not so much left")
    account, symbol, side, left = found
    quantity = asked["quantity"]
    status = "filled" if quantity == left else "open"
    cursor.execute("INSERT INTO fills (id, order_id, quantity) VALUES (%(id)s, %(order)s, %(quantity)s)", asked)
    cursor.execute(
        "UPDATE orders SET filled = filled + %s, status = %s WHERE id = %s", (quantity, status, asked["order"])
    )
    cursor.execute(
        "INSERT INTO positions VALUES (%s, %s, %s) AS new"
        " ON DUPLICATE KEY UPDATE quantity = positions.quantity + new.quantity",
        (account, symbol, quantity if side == "buy" else -quantity),
    )


def cancel(cursor: Cursor, asked: Mapping[str, Any]) -> None:
    """No further fills. Raises RefusedError."""
    if not cursor.execute("UPDATE orders SET status = 'cancelled' WHERE id = %(order)s AND status = 'open'", asked):
        raise RefusedError("the order is closed")
