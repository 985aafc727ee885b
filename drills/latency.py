"""A client in the other region against this cell, and one at home: what a cross-region hop would cost."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from drills.arena import Arena
from drills.checkers import Anomaly, Verdict, judged, latencies, untested
from drills.clients import Crowd
from drills.history import Operation
from drills.mysql import Session, Timeouts
from drills.proxy import distance
from drills.workloads import Call
from drills.workloads.sets import Sets

ONE_WAY_SECONDS = 0.035
"""Half of what lies between us-east-1 and eu-west-1, in the middle of what is measured between them."""
FAR_TIMEOUTS = Timeouts(5, 10)
PER_SECOND, CLIENTS = 30.0, 8
"""The schedule of the users at home, who do not wait for each other."""


class Points(Sets):
    """Single rows that are written and read, one statement each, as a user at a screen does."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def perform(self, session: Session, call: Call) -> Any:  # noqa: D102
        if call.name != "read":
            return super().perform(session, call)
        return session.read("SELECT COUNT(*) FROM elements WHERE element = %s", call.asked)


class Home(Points):
    """The client at home."""

    name: ClassVar[str] = "home"


class Far(Points):
    """The client in the other region."""

    name: ClassVar[str] = "far"
    tables: ClassVar[Sequence[str]] = ()

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self._newest = 0


def run(arena: Arena) -> list[Verdict]:
    """Holds the drill. Raises DrillError where it cannot be held."""
    home, far = Home(arena.subject.region), Far(arena.subject.elsewhere)
    with arena.ground([home]) as login:
        near = arena.connector("writer", login)
        goal = (arena.site.resolve(near.host), near.port)
        with distance(goal, ONE_WAY_SECONDS, source=near.source) as hop:
            crowd = Crowd(arena.recorder)
            try:
                crowd.keep(PER_SECOND, home, [Session(near) for _ in range(CLIENTS)])
                crowd.add(far, [Session(replace(near, hop=hop, source=None, timeouts=FAR_TIMEOUTS))])
                time.sleep(arena.scale.seconds)
            finally:
                crowd.stop()
    operations = arena.recorder.operations()
    objectives = arena.subject.objectives
    late = latencies.lateness_ms(each for each in operations if each.workload == "home")
    limits = {"add": objectives.write_latency_ms, "read": objectives.read_latency_ms}
    near_by = {
        name: latencies.check(_of(operations, "home", name), limit_ms=limits[name], name=f"{kind} latency")
        for name, kind in (("add", "write"), ("read", "read"))
    }
    return [
        *(latencies.starved(verdict, late, limits[name]) for name, verdict in near_by.items()),
        hop_cost(_of(operations, "home", "add"), _of(operations, "far", "add")),
        stays_home(arena),
    ]


def _of(operations: Sequence[Operation], workload: str, name: str) -> list[Operation]:
    return [each for each in operations if each.workload == workload and each.name == name]


def hop_cost(near: Sequence[Operation], far: Sequence[Operation]) -> Verdict:
    """What distance adds to a transaction: unknown where it adds less than the line is long."""
    here, there = latencies.percentiles(near), latencies.percentiles(far)
    if not here or not there:
        return untested("hop", "one of the two clients wrote nothing")
    figures = {"home_p50_ms": here["p50_ms"], "far_p50_ms": there["p50_ms"]}
    figures["factor"] = round(there["p50_ms"] / here["p50_ms"], 1)
    if there["p50_ms"] - here["p50_ms"] < 2 * ONE_WAY_SECONDS * 1000:
        return Verdict("hop", "unknown", "the distance was not there", figures=figures)
    note = f"{2 * ONE_WAY_SECONDS * 1000:.0f} ms there and back for each statement; measured, not judged"
    return judged("hop", note, [], figures)


def stays_home(arena: Arena) -> Verdict:
    """Whether the endpoints that applications use are of the home region, and nothing replicates out of it."""
    described = arena.cluster.describe()
    hosts = [described["Endpoint"], described["ReaderEndpoint"]]
    anomalies = [
        Anomaly("outside", f"{host} is not in {arena.subject.region}")
        for host in hosts
        if f".{arena.subject.region}." not in host
    ]
    sources = [described.get("ReplicationSourceIdentifier"), *described.get("ReadReplicaIdentifiers", [])]
    anomalies += [
        Anomaly("outside", f"{each} is another region's") for each in sources if each and _foreign(arena, each)
    ]
    return judged("stays home", "the endpoints and replicas of the cluster", anomalies, {"endpoints": len(hosts)})


def _foreign(arena: Arena, identifier: str) -> bool:
    return identifier.startswith("arn:") and identifier.split(":")[3] != arena.subject.region
