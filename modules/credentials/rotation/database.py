"""The database as the function sees it: who may log in, over verified TLS alone, and the accounts it changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pymysql

from .accounts import Accounts
from .secret import Login, RotationError

if TYPE_CHECKING:
    from pymysql.connections import Connection

Connect = Callable[..., "Connection[pymysql.cursors.Cursor]"]

CONNECT_SECONDS = 5
ANSWER_SECONDS = 15
# Access denied, and account locked.
# https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html (checked 2026-11-22)
_REFUSALS = frozenset({1045, 3118})


@dataclass(frozen=True, slots=True)
class Database:
    """What the stack says of the database: its endpoints' names, and the secret that holds its master user."""

    writer: str
    reader: str
    master_arn: str

    def host(self, endpoint: str) -> str:
        """The name of the `writer` or the `reader` endpoint."""
        return {"writer": self.writer, "reader": self.reader}[endpoint]


class LoginRefusedError(RotationError):
    """The database does not admit the account with this password."""


class Server:
    """The endpoints of one database. `connect` has the signature of `pymysql.connect`.

    Every connection is encrypted, by a certificate of `ca_bundle` that carries the endpoint's name.
    """

    def __init__(self, connect: Connect, database: Database, ca_bundle: str) -> None:
        self._connect = connect
        self._ca_bundle = ca_bundle
        self.database = database

    def admits(self, host: str, port: int, login: Login) -> bool:
        """Whether the account can log in at `host` and run a statement."""
        try:
            with self._session(host, port, login) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except LoginRefusedError:
            return False
        return True

    @contextmanager
    def accounts(self, port: int, login: Login) -> Iterator[Accounts]:
        """The accounts of the database, to be changed on the writer as the master user."""
        with self._session(self.database.writer, port, login) as connection:
            yield Accounts(connection)

    @contextmanager
    def _session(self, host: str, port: int, login: Login) -> "Iterator[Connection[pymysql.cursors.Cursor]]":
        try:
            connection = self._connect(
                host=host,
                port=port,
                user=login.username,
                password=login.password,
                charset="utf8mb4",
                sql_mode="TRADITIONAL",
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                read_timeout=ANSWER_SECONDS,
                write_timeout=ANSWER_SECONDS,
                ssl_ca=self._ca_bundle,
                ssl_verify_cert=True,
                ssl_verify_identity=True,
            )
            try:
                yield connection
            finally:
                connection.close()
        except pymysql.MySQLError as error:
            # MySQL quotes the statement in some messages, and so a password: neither message nor cause go on.
            raise _without_secret(error, host, login.username) from None


def _without_secret(error: pymysql.MySQLError, host: str, username: str) -> RotationError:
    code = error.args[0] if error.args else None
    if code in _REFUSALS:
        return LoginRefusedError(f"{host} refuses {username}: error {code}")
    return RotationError(f"{host} failed for {username}: {type(error).__name__} {code}")
