"""Logs in again and again, with what is valid at that moment."""

import random
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from typing import Any, ClassVar

import pymysql

from drills.checkers import Verdict, logins
from drills.history import Operation
from drills.mysql import Connector, Session
from drills.workloads.workload import Call, Workload

ATTEMPTS = 3


class Logins(Workload):
    """Client *n* logs in by the *n*-th of the connectors; one that does not get in reads its secret again."""

    name: ClassVar[str] = logins.CHECK
    tables: ClassVar[Sequence[str]] = ()
    reads: ClassVar[frozenset[str]] = frozenset({"login"})

    def __init__(self, connectors: Mapping[str, Connector]) -> None:
        self._connectors = connectors
        self._names = list(connectors)

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002, D102
        return Call("login", self._names[client])

    def closing(self) -> None:
        """Nothing is read at the end."""

    def perform(self, session: Session, call: Call) -> Any:  # noqa: ARG002, D102
        connector = self._connectors[call.asked]
        for _ in range(ATTEMPTS - 1):
            # The password may have changed between reading it and using it, so it is read again; and a line that
            # broke is no refusal.
            with suppress(pymysql.err.OperationalError):
                return self._log_in(connector)
        return self._log_in(connector)

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: D102
        return logins.check(operations)

    @staticmethod
    def _log_in(connector: Connector) -> str:
        with closing(connector.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT CURRENT_USER()")
            (user,) = cursor.fetchone() or ("",)
            return str(user)
