"""Looks at one member all the time, on a thread of its own: a server that hangs holds up nobody else."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event, Thread

import pymysql

from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.metrics import COUNTERS, Meter, Sample
from sandbox.data_plane.families.family import Replication
from sandbox.data_plane.servers.connection import Administration

LOOK_EVERY_SECONDS = 0.2
ANSWER_SECONDS = 1.0
OWN_CONNECTIONS = 1
"""The one that looks. Readers that follow are counted by the server."""
_ASKED = ("Threads_connected", *COUNTERS)


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of a server. `at` is when it was asked, in seconds of `time.monotonic`."""

    at: float
    executed: GtidSet
    received: GtidSet
    receiving: bool
    broken: bool
    lag_seconds: float | None
    connections: int
    metrics: Mapping[str, float] = field(default_factory=dict)


class Watch:
    """The latest sight of a member; None before the first, and from when its connection is lost until the next."""

    def __init__(self, member: MemberServer) -> None:
        self.sight: Sight | None = None
        self.answered_at = time.monotonic()
        self._member = member
        self._ended = Event()
        self._thread = Thread(target=self._run, daemon=True, name=f"watch-{member.identifier}")
        self._thread.start()

    def close(self) -> None:
        """Looks no more."""
        self._ended.set()
        self._thread.join()

    def _measured(self, sight: Sight, meter: Meter) -> Sight:
        return replace(sight, metrics=meter.read(Sample(sight.at, self._member.cpu_ticks, sight.metrics)))

    def _run(self) -> None:
        connection: Administration | None = None
        meter = Meter(self._member.folder)
        while not self._ended.wait(LOOK_EVERY_SECONDS):
            try:
                connection = connection or self._member.connected(ANSWER_SECONDS)
                self.sight = self._measured(look(connection, self._member.family.replication), meter)
                self.answered_at = time.monotonic()
            except (pymysql.MySQLError, OSError):
                self.sight = None
                if connection:
                    connection.close()
                connection = None
        if connection:
            connection.close()


def look(admin: Administration, replication: Replication) -> Sight:
    """Asks a server how it stands; `metrics` are its raw counters."""
    at = time.monotonic()
    following = replication.following(admin)
    readers = replication.counted_readers or ""
    counters = _counters(admin, [*_ASKED, readers])
    return Sight(
        at,
        replication.executed(admin),
        following.received,
        following.receiving,
        following.broken,
        following.lag_seconds,
        int(counters["Threads_connected"] - OWN_CONNECTIONS - counters.get(readers, 0)),
        counters,
    )


def _counters(admin: Administration, asked: Sequence[str]) -> dict[str, float]:
    rows = admin.rows(f"SHOW GLOBAL STATUS WHERE Variable_name IN ({', '.join(['%s'] * len(asked))})", asked)
    return {row["Variable_name"]: float(row["Value"]) for row in rows}
