"""The trading workload for Locust, for more load than one process or one machine can make.

`locust -f drills/locustfile.py`, on as many machines as it takes: docs/drills.md says how.
"""

import json
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymysql
from locust import User, constant_pacing, task

from drills.cluster import Password
from drills.mysql import Connector, RefusedError, Session
from drills.workloads import Trading
from drills.workloads.workload import Call

SETTINGS = "TIDEGATE_LOAD"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the load goes. The password stands in a file of its own, so that no command line shows it."""

    writer: str
    reader: str
    port: int
    user: str
    password_file: str
    ca_bundle: str
    schema: str
    source: str | None = None
    addresses: dict[str, str] | None = None
    seconds_between: float = 0.1

    @classmethod
    def read(cls) -> "Settings":
        """The settings in the file that TIDEGATE_LOAD names. Raises ValueError where there is none."""
        file = os.environ.get(SETTINGS)
        if not file:
            raise ValueError(f"{SETTINGS} names no file of settings; docs/drills.md says what is in it")
        return cls(**json.loads(Path(file).read_text(encoding="utf-8")))

    def session(self, host: str) -> Session:
        """A client's connection to one of the two endpoints."""
        known = self.addresses or {}
        return Session(
            Connector(
                host=host,
                port=self.port,
                login=Password(self.user, Path(self.password_file).read_text(encoding="utf-8").strip()),
                resolve=lambda name: known.get(name, name),
                ca_bundle=Path(self.ca_bundle),
                database=self.schema,
                source=self.source,
            )
        )


class Trader(User):
    """Places, amends, fills and cancels orders at the writer, and looks at positions at the reader endpoint.

    Each trader has a workload, and so numbers, of its own: a prefix keeps them apart on all machines.
    """

    host = "mysql"
    wait_time = constant_pacing(0.1)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        settings = Settings.read()
        self._prefix = f"{os.getpid():x}{random.randrange(16**6):06x}-"
        self._chance = random.Random()
        self._trading = Trading(readers=frozenset({1}), prefix=self._prefix)
        self._sessions = (settings.session(settings.writer), settings.session(settings.reader))

    @task(4)
    def trade(self) -> None:
        """One write, tried again next time if nobody knows what became of it."""
        self._do(0)

    @task(1)
    def look(self) -> None:
        """One read of positions."""
        self._do(1)

    def on_stop(self) -> None:
        """Closes the connections."""
        for session in self._sessions:
            session.close()

    def _do(self, client: int) -> None:
        call: Call = self._trading.call(client, self._chance)
        started, problem, refused = time.perf_counter(), None, False
        try:
            self._trading.perform(self._sessions[client], call)
        except RefusedError:
            refused = True
        except (pymysql.err.MySQLError, OSError) as error:
            problem = error
        self._trading.told(client, call, "fail" if problem or refused else "ok", refused=refused)
        self.environment.events.request.fire(
            request_type="reader" if client else "writer",
            name=call.name,
            response_time=(time.perf_counter() - started) * 1000,
            response_length=0,
            exception=problem,
            context={},
        )
