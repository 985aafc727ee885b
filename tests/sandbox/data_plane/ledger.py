"""Clients that write through failovers, and remember which commits they were told of."""

import time
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from itertools import pairwise
from threading import Event, Lock, Thread

import pymysql

from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.opening import Opened
from tests.sandbox.data_plane.standing import MASTER, PASSWORD, ask, order, running

ORDER = order()
ANSWER_SECONDS = 20
TRY_AGAIN_SECONDS = 0.05


@dataclass
class Ledger:
    """What clients were told: acknowledged commits, and when each was."""

    acknowledged: dict[int, float] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    last: int = 0

    def next(self) -> int:
        """A number that no other transaction has."""
        with self.lock:
            self.last += 1
            return self.last

    def longest_pause(self) -> float:
        """Seconds between two acknowledgements, at most."""
        times = sorted(self.acknowledged.values())
        return max((after - before for before, after in pairwise(times)), default=0.0)

    def acknowledged_by(self, moment: float) -> set[int]:
        """What was acknowledged up to a moment, in seconds since the epoch."""
        offset = time.time() - time.monotonic()
        return {number for number, at in self.acknowledged.items() if at + offset <= moment}

    def lost(self, opened: Opened) -> set[int]:
        """Acknowledged commits of which the cluster knows nothing, or only half."""
        return self.lost_of(running(opened.backing, ORDER.key), set(self.acknowledged))

    def lost_of(self, cluster: Cluster, commits: set[int]) -> set[int]:
        """Which of these commits a cluster does not hold whole."""
        rows = ask(cluster, "SELECT id FROM entries GROUP BY id HAVING COUNT(*) = 2 AND SUM(amount) = 0")
        return commits - {row[0] for row in rows}


class Load:
    """Clients that move amounts, two rows a transaction, and look the writer's name up for each new session."""

    def __init__(self, opened: Opened, clients: int = 4) -> None:
        self.ledger = Ledger()
        self._opened = opened
        self._ended = Event()
        self._threads = [Thread(target=self._run, daemon=True) for _ in range(clients)]
        cluster = running(opened.backing, ORDER.key)
        ask(cluster, "CREATE TABLE IF NOT EXISTS entries (id INT, account INT, amount INT, PRIMARY KEY (id, account))")
        for thread in self._threads:
            thread.start()

    def end(self) -> Ledger:
        """Ends the clients; what they were told."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        return self.ledger

    def wait_for(self, more: int) -> None:
        """Waits until so many more commits are acknowledged."""
        goal = len(self.ledger.acknowledged) + more
        deadline = time.monotonic() + 90
        while len(self.ledger.acknowledged) < goal:
            assert time.monotonic() < deadline, "nothing is acknowledged any more"
            time.sleep(0.01)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._work()
            except (pymysql.MySQLError, OSError):
                self._ended.wait(TRY_AGAIN_SECONDS)

    def _work(self) -> None:
        answer = self._opened.names.look_up(ORDER.writer_name)
        assert answer
        with _session(answer.address, str(self._opened.ca_bundle)) as session, session.cursor() as cursor:
            while not self._ended.is_set():
                number = self.ledger.next()
                cursor.execute("INSERT INTO entries VALUES (%s, 1, 5), (%s, 2, -5)", [number, number])
                session.commit()
                self.ledger.acknowledged[number] = time.monotonic()


def _session(address: IPv4Address | None, authority: str) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    return pymysql.connect(
        host=str(address),
        port=ORDER.port,
        user=MASTER,
        password=PASSWORD,
        database="orders",
        ssl={"ca": authority, "check_hostname": False},
        connect_timeout=2,
        read_timeout=ANSWER_SECONDS,
    )
