"""A client's connection: it comes back after an outage, and knows which server answered and what it committed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pymysql
from pymysql.cursors import Cursor

from drills.mysql.connecting import Connector
from drills.mysql.outcomes import ends_session
from drills.mysql.tracking import gtid_of

Isolation = str
USUAL = "REPEATABLE READ"
PREPARE = (
    "SET SESSION innodb_lock_wait_timeout = 2, session_track_gtids = OWN_GTID,"
    f" transaction_isolation = '{USUAL.replace(' ', '-')}'"
)


class Session:
    """One connection at a time to one endpoint; it is opened when it is needed, and dropped when it is of no use.

    `node` is the UUID of the server that was last spoken to, `gtid` what it called the last commit, `committing`
    whether the COMMIT of the last transaction had been sent when it ended.
    """

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._connection: pymysql.Connection[Cursor] | None = None
        self.node: str | None = None
        self.gtid: str | None = None
        self.committing = False
        self.connections = 0

    @contextmanager
    def transaction(self, isolation: Isolation = USUAL, *, read_only: bool = False) -> Iterator[Cursor]:
        """A transaction around the block: committed behind it, rolled back where it raises.

        Raises pymysql.err.MySQLError; `outcome_of` says what that leaves.
        """
        self.committing, self.gtid = False, None
        try:
            connection = self._open()
            with connection.cursor() as cursor:
                if isolation != USUAL:
                    cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
                cursor.execute("START TRANSACTION READ ONLY" if read_only else "START TRANSACTION")
                yield cursor
                self.committing = True
                cursor.execute("COMMIT")
                self.gtid = self._tracked(cursor)
        except BaseException as error:
            self._after(error)
            raise

    def read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one query, which is a transaction by itself. Raises pymysql.err.MySQLError."""
        self.committing, self.gtid = False, None
        try:
            with self._open().cursor() as cursor:
                cursor.execute(query, values)
                return list(cursor.fetchall())
        except BaseException as error:
            self._after(error)
            raise

    def close(self) -> None:
        """Drops the connection; the next transaction opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(pymysql.err.MySQLError, OSError):
                connection.close()

    def _open(self) -> "pymysql.Connection[Cursor]":
        if self._connection is None:
            self._connection = self._connector.connect()
            self.connections += 1
            with self._connection.cursor() as cursor:
                cursor.execute(PREPARE)
                cursor.execute("SELECT @@server_uuid")
                (self.node,) = cursor.fetchone() or (None,)
        return self._connection

    def _after(self, error: BaseException) -> None:
        if self._connection is None:
            return
        if ends_session(error) or not isinstance(error, Exception):
            self.close()
            return
        try:
            self._connection.rollback()
        except (pymysql.err.MySQLError, OSError):
            self.close()

    @staticmethod
    def _tracked(cursor: Cursor) -> str | None:
        # PyMySQL keeps the rest of the OK unread, in the result's `message`.
        message = getattr(getattr(cursor, "_result", None), "message", None)
        return gtid_of(message) if isinstance(message, bytes) else None
