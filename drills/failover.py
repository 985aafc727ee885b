"""Failovers under load: no acknowledged commit is lost, none is there twice or half, and writes pause for a short time.

Twenty failovers by the API, among them one during a large transaction, one while readers lag behind, and two within a
minute. Where the site can make faults, also a writer that dies, one that hangs, a reader that is down, and both.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise

import pymysql

from drills.arena import SCHEMA, Arena
from drills.checkers import Anomaly, Verdict, gtids, judged, outages, untested
from drills.clients import Client, Crowd
from drills.cluster import Handover, Password
from drills.failover_names import ASKED_FOR, FAILOVERS, READERS_DOWN, WRITES
from drills.history import NEMESIS, Operation
from drills.mysql import Session, Timeouts
from drills.workloads import Bank, Beats, Bulk, Call, Lists, Orders, Registers, Sets, Workload

TWICE_WITHIN_SECONDS = 60
HEALTH_SECONDS = 900
LAG_SECONDS = 2.0
BULK_ROWS = 20_000


class Conductor:
    """Makes one fault after the other, and notes what changed."""

    def __init__(self, arena: Arena, login: Password, bulk: Client) -> None:
        self._arena = arena
        self._login = login
        self._bulk = bulk
        self.moves: list[tuple[str, str, str, str]] = []
        self.incomplete: list[str] = []
        self.began: list[float] = []
        self.lag_behind = 0

    def api_failovers(self, count: int) -> None:
        """`count` failovers: a plain one, one right behind it, one under a large transaction, one under lag, more."""
        special = [self.plain, self.plain, self.under_large_transaction, self.under_lag]
        for number in range(count):
            (special[number] if number < len(special) else self.plain)()
            if number:
                time.sleep(self._arena.scale.settle)

    def plain(self) -> None:
        """A failover while everything runs."""
        self._moving("failover", self._arena.cluster.failover)

    def under_large_transaction(self) -> None:
        """A failover while a transaction with many rows is on its way."""
        loading = threading.Thread(target=lambda: self._bulk.do(self._large()), daemon=True)

        def strike() -> None:
            loading.start()
            time.sleep(0.2)
            self._arena.cluster.failover()

        self._moving("failover under a large transaction", strike)
        loading.join()

    def under_lag(self) -> None:
        """A failover while the readers have received more than they have applied."""

        def strike() -> None:
            with self._readers_held():
                time.sleep(LAG_SECONDS)
                self.lag_behind = max(self.lag_behind, self._behind())
                self._arena.cluster.failover()

        self._moving("failover under lag", strike)

    def faults(self) -> None:
        """What only a stand-in can do."""
        faults = self._arena.site.faults if self._arena.scale.faults else None
        if faults is None:
            return
        subject = self._arena.subject

        def do(action: str, member: str) -> None:
            faults.member(
                action, account=subject.account, region=subject.region, cluster=subject.cluster, member=member
            )

        self._moving("kill writer", lambda: do("kill", self._arena.cluster.writer().identifier))
        self._moving("hang writer", lambda: do("hang", self._arena.cluster.writer().identifier))
        readers = [each.identifier for each in self._arena.cluster.members().values() if not each.writer]
        self._down("reader down", readers[:1], do)
        self._down("both readers down", readers, do)

    def _large(self) -> Call:
        return self._bulk.workload.call(0, self._bulk.chance)

    def _moving(self, name: str, strike: Callable[[], None]) -> None:
        """Does something that must make another member the writer, and waits until all is well again."""
        cluster = self._arena.cluster
        handover = Handover(cluster)
        before = handover.before
        self.began.append(time.monotonic())
        with self._arena.fault(name, before.identifier):
            strike()
            handover.wait(self._ask_again if name in ASKED_FOR else None)
        self._healthy()
        after = cluster.writer()
        self.moves.append((before.identifier, before.zone, after.identifier, after.zone))

    def _ask_again(self) -> None:
        self._arena.tell("a failover failed, and is asked for again")
        self._arena.cluster.failover()

    def _down(self, name: str, members: Sequence[str], do: Callable[[str, str], None]) -> None:
        with self._arena.fault(name, list(members)):
            for member in members:
                do("stop", member)
            time.sleep(2)
            for member in members:
                do("start", member)
        self._healthy()

    def _healthy(self) -> None:
        cluster = self._arena.cluster
        cluster.wait(cluster.healthy, seconds=HEALTH_SECONDS, what="three members that are available")
        zones = {each.zone for each in cluster.members().values()}
        if len(zones) != 3:
            self.incomplete.append(f"the members are in {sorted(zones)}")

    @contextmanager
    def _readers_held(self) -> Iterator[None]:
        """Keeps the readers from applying what they receive, by a lock on the tables that are written to most."""
        held = []
        try:
            for member in self._arena.cluster.members().values():
                if not member.writer:
                    connector = self._arena.to_member(member, self._login, schema=SCHEMA)
                    connection = connector.connect()
                    held.append(connection)
                    with connection.cursor() as cursor:
                        cursor.execute("LOCK TABLES elements READ, taken READ, beats READ")
            yield
        finally:
            for connection in held:
                with suppress(pymysql.err.MySQLError, OSError):
                    connection.close()

    def _behind(self) -> int:
        """Transactions that the writer has executed and a reader has not."""
        counts = [gtids.GtidSet.parsed(text).count() for text in self._arena.executed().values()]
        return max(counts) - min(counts) if counts else 0


def run(arena: Arena) -> list[Verdict]:
    """Holds the drill. Raises DrillError where it cannot be held."""
    beats, bulk = Beats(), Bulk(size=BULK_ROWS)
    workloads: list[Workload] = [Sets(), Bank(), Lists(), Registers(), Orders(), beats, bulk]
    with arena.ground(workloads) as login:
        crowd = Crowd(arena.recorder)
        slow = arena.connector("writer", login, timeouts=Timeouts(2, 20))
        clients = {each.name: crowd.open(each, Session(slow)) for each in workloads}
        conductor = Conductor(arena, login, clients[bulk.name])
        try:
            for each in workloads[:5]:
                sessions = [arena.session("writer", login) for _ in range(arena.scale.clients)]
                crowd.add(each, sessions, pace=arena.scale.pace)
            looks = [arena.session("reader", login) for _ in range(2)]
            crowd.add(beats, [arena.session("writer", login), *looks], pace=arena.scale.pace)
            time.sleep(arena.scale.settle)
            clients[bulk.name].do(bulk.call(0, clients[bulk.name].chance))
            conductor.api_failovers(arena.scale.failovers)
            conductor.faults()
            time.sleep(arena.scale.settle)
        finally:
            crowd.stop()
        arena.tell("reading everything back")
        crowd.close()
        executed = _settled(arena)
    operations = arena.recorder.operations()
    return [*_by_workload(workloads, operations), *_cluster(arena, conductor, operations, executed)]


def _by_workload(workloads: Sequence[Workload], operations: Sequence[Operation]) -> list[Verdict]:
    return [each.check([one for one in operations if one.workload == each.name]) for each in workloads]


def _cluster(
    arena: Arena, conductor: Conductor, operations: Sequence[Operation], executed: dict[str, str]
) -> list[Verdict]:
    found = outages.outages(operations, WRITES, FAILOVERS | READERS_DOWN)
    counted = [each for each in found if each.fault in FAILOVERS]
    return [
        outages.check(counted, limit_seconds=arena.subject.objectives.failover_seconds),
        gtids.check([each for each in operations if each.process != NEMESIS], executed),
        placement(conductor.moves, conductor.incomplete),
        exercised(conductor.began, conductor.lag_behind),
    ]


def placement(moves: Sequence[tuple[str, str, str, str]], incomplete: Sequence[str]) -> Verdict:
    """Whether each failover changed the writer and its zone, and left the members in three zones.

    A move is the writer before and its zone, and the writer after and its zone.
    """
    if not moves:
        return untested("placement", "there was no failover")
    anomalies = [Anomaly("zones", each) for each in incomplete]
    for before, zone, after, other in moves:
        if before == after or zone == other:
            anomalies.append(Anomaly("stayed", f"the writer went from {before} in {zone} to {after} in {other}"))
    return judged("placement", f"{len(moves)} failovers changed writer and zone", anomalies, {"failovers": len(moves)})


def exercised(began: Sequence[float], lag_behind: int) -> Verdict:
    """Whether two failovers began within a minute, and one while readers lagged behind: unknown where not."""
    closest = min((second - first for first, second in pairwise(began)), default=float("inf"))
    figures = {"closest_seconds": round(closest, 1) if began[1:] else -1, "transactions_behind": lag_behind}
    if closest > TWICE_WITHIN_SECONDS:
        return Verdict("exercised", "unknown", "no two failovers began within a minute", figures=figures)
    if len(began) >= 4 and not lag_behind:
        return Verdict("exercised", "unknown", "the readers did not lag behind", figures=figures)
    return judged("exercised", "two failovers within a minute, one while the readers lagged", [], figures)


def _settled(arena: Arena) -> dict[str, str]:
    """What each server has executed, as soon as it is the same, or when that takes too long."""
    limit = time.monotonic() + 60
    while True:
        executed = arena.executed()
        same = len({str(gtids.GtidSet.parsed(text)) for text in executed.values()}) == 1
        if (same and len(executed) == 3) or time.monotonic() > limit:
            return executed
        time.sleep(1)
