"""Opens a connection as an application does: the name is resolved anew, and the certificate must be the name's."""

import socket
import ssl
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pymysql
from pymysql.constants import CLIENT

SESSION_TRACK = 1 << 23
"""The client reads session state behind an OK. Source: https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html"""

Resolve = Callable[[str], str]
"""The IPv4 address that a name has now."""


class Login(Protocol):
    """Who logs in. The password is asked for at each connection: a token lives fifteen minutes, a secret rotates."""

    @property
    def user(self) -> str:
        """The MySQL user's name."""

    def password(self, host: str, port: int) -> str:
        """A password, or a token for this host and port."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds after which a client gives up: on connecting, and on one answer."""

    connect: float = 2.0
    answer: float = 3.0


@dataclass(frozen=True, slots=True)
class Connector:
    """Everything that a client needs to connect to one endpoint.

    `source` is the address that it connects from, where that matters; `hop` may lead the connection elsewhere (a
    proxy), while the name stays that of the endpoint. `flags` are further capabilities of the client.
    """

    host: str
    port: int
    login: Login
    resolve: Resolve
    ca_bundle: Path
    database: str | None = None
    source: str | None = None
    timeouts: Timeouts = Timeouts()
    tls: bool = True
    newest_tls: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED
    hop: tuple[str, int] | None = None
    flags: int = 0

    def connect(self) -> "pymysql.Connection[pymysql.cursors.Cursor]":
        """A connection in autocommit mode. Raises pymysql.err.OperationalError where there is none to be had."""
        connection = pymysql.Connection(
            host=self.host,
            port=self.port,
            user=self.login.user,
            password=self.login.password(self.host, self.port),
            database=self.database,
            ssl=self._context(),
            ssl_disabled=not self.tls,
            read_timeout=self.timeouts.answer,
            write_timeout=self.timeouts.answer,
            client_flag=SESSION_TRACK | CLIENT.FOUND_ROWS | self.flags,
            autocommit=True,
            charset="utf8mb4",
            defer_connect=True,
        )
        connection.connect(self._reach())
        return connection

    def ask(self, statement: str, *values: object) -> tuple[tuple[object, ...], ...]:
        """The rows of one statement on a connection of its own. Raises pymysql.err.MySQLError."""
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return tuple(cursor.fetchall())

    def _context(self) -> ssl.SSLContext | None:
        if not self.tls:
            return None
        context = ssl.create_default_context(cafile=str(self.ca_bundle))
        if self.newest_tls < ssl.TLSVersion.TLSv1_2:
            # An old version is asked for to see it refused; OpenSSL itself would not speak it otherwise.
            context.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
                context.maximum_version = self.newest_tls
        return context

    def _reach(self) -> socket.socket:
        try:
            address = self.hop or (self.resolve(self.host), self.port)
            origin = (self.source, 0) if self.source else None
            found = socket.create_connection(address, self.timeouts.connect, origin)
        except OSError as error:
            raise pymysql.err.OperationalError(2003, f"{self.host} cannot be reached: {error}") from error
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return found
