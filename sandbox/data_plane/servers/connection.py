"""Connections of the sandbox itself to a server: through a unix socket, as an account that nobody else has."""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pymysql
from pymysql.cursors import DictCursor

from sandbox.data_plane.servers.options import DATA, SOCKET

ADMIN = "rdsadmin"
"""RDS's own account has this name. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.SecurityModel.html"""

Row = dict[str, Any]


class Administration:
    """A connection of the internal account. Every question has a limit of time (seconds)."""

    def __init__(self, folder: Path, seconds: float = 30.0, user: str = ADMIN) -> None:
        self._connection = pymysql.connect(
            user=user,
            read_timeout=seconds,
            write_timeout=seconds,
            autocommit=True,
            cursorclass=DictCursor,
            defer_connect=True,
        )
        self._connection.connect(_connected(folder / DATA, seconds))

    def execute(self, statement: str, values: Sequence[object] = ()) -> None:
        """Runs a statement. Raises pymysql.MySQLError."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values or None)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of a query, by column."""
        with self._connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return list(cursor.fetchall())

    def value(self, query: str, values: Sequence[object] = ()) -> Any:
        """The one value that a query yields; None if there is no row."""
        rows = self.rows(query, values)
        return next(iter(rows[0].values())) if rows else None

    def quoted(self, value: str) -> str:
        """A text as a literal of SQL."""
        return str(self._connection.escape(value))

    def close(self) -> None:
        """Hangs up, whatever state the server is in."""
        with suppress(pymysql.MySQLError):
            self._connection.close()


def _connected(data: Path, seconds: float) -> socket.socket:
    # The path of a socket has 108 bytes at most, a folder's may be longer.
    folder = os.open(data, os.O_PATH | os.O_DIRECTORY)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    try:
        connection.connect(f"/proc/self/fd/{folder}/{SOCKET}")
    except BaseException:
        connection.close()
        raise
    finally:
        os.close(folder)
    return connection


@contextmanager
def administration(folder: Path, seconds: float = 30.0, user: str = ADMIN) -> Iterator[Administration]:
    """A connection for a few statements."""
    connection = Administration(folder, seconds, user)
    try:
        yield connection
    finally:
        connection.close()
