"""The trading workload, ramped up: the spec's latency at the rate that it declares, and one result for every write."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from drills.arena import Arena
from drills.checkers import Verdict, judged, latencies, untested
from drills.checkers.verdict import Anomaly
from drills.clients import Crowd
from drills.cluster import Password
from drills.history import Operation
from drills.workloads import Beats, Trading
from drills.workloads.trading import WRITES

WRITERS, READERS = 16, 4
"""Clients that keep a rate between them: as many as an application's pool has, so that few operations wait for one."""
READS_PER_SECOND = 40
RAMP = (1, 2, 4, 8, 16)
"""Writers at each step of the ramp, each as fast as it can."""
ENOUGH = 1.1
"""A step that gives less than this more than the one before is the last."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ramp: its writers, and the writes and risk reads that were acknowledged in it."""

    writers: int
    writes: Sequence[Operation]
    reads: Sequence[Operation]


def run(arena: Arena) -> list[Verdict]:
    """Holds the drill. Raises DrillError where it cannot be held."""
    readers = frozenset(range(100, 100 + READERS))
    trading, beats = Trading(readers=readers), Beats()
    with arena.ground([trading, beats]) as login:
        declared = _declared(arena, login, trading, beats)
        steps = _ramp(arena, login, trading)
        final = Crowd(arena.recorder)
        final.open(trading, arena.session("writer", login))
        final.close()
    operations = arena.recorder.operations()
    objectives = arena.subject.objectives
    writes = [each for each in declared if each.name in WRITES]
    reads = [each for each in declared if each.name == "risk"]
    late = latencies.lateness_ms([*writes, *reads])
    most_write, most_read = objectives.write_latency_ms, objectives.read_latency_ms
    return [
        trading.check([each for each in operations if each.workload == trading.name]),
        latencies.starved(rate(writes, wanted=objectives.transactions_per_second), late, most_write),
        latencies.starved(latencies.check(writes, limit_ms=most_write, name="write latency"), late, most_write),
        latencies.starved(latencies.check(reads, limit_ms=most_read, name="read latency"), late, most_read),
        beats.check([each for each in operations if each.workload == beats.name]),
        bears(steps),
    ]


def _declared(arena: Arena, login: Password, trading: Trading, beats: Beats) -> list[Operation]:
    """The declared rate for a while: what was done in it."""
    per_second = arena.subject.objectives.transactions_per_second
    arena.tell(f"{per_second} transactions a second")
    crowd = Crowd(arena.recorder)
    crowd.open(beats, arena.session("writer", login))
    began = arena.recorder.now()
    try:
        writers = [arena.session("writer", login) for _ in range(WRITERS)]
        crowd.keep(per_second, trading, writers)
        crowd.keep(READS_PER_SECOND, trading, [arena.session("reader", login) for _ in range(READERS)], first=100)
        crowd.add(beats, [arena.session("writer", login), arena.session("reader", login)], pace=0.05)
        time.sleep(arena.scale.seconds)
    finally:
        crowd.stop()
    return _since(arena, began)


def _ramp(arena: Arena, login: Password, trading: Trading) -> list[Step]:
    """More and more writers, until more of them write no more."""
    steps: list[Step] = []
    for number, writers in enumerate(RAMP):
        arena.tell(f"{writers} writers, as fast as they can")
        crowd, began = Crowd(arena.recorder), arena.recorder.now()
        try:
            # Each step has clients of its own, so that none goes on with another's orders.
            sessions = [arena.session("writer", login) for _ in range(writers)]
            crowd.add(trading, sessions, first=1000 * (number + 1))
            crowd.add(trading, [arena.session("reader", login)], first=100)
            time.sleep(arena.scale.seconds / 4)
        finally:
            crowd.stop()
        done = _since(arena, began)
        writes, reads = [each for each in done if each.name in WRITES], [each for each in done if each.name == "risk"]
        steps.append(Step(writers, writes, reads))
        if number and latencies.throughput(writes) < ENOUGH * latencies.throughput(steps[-2].writes):
            break
    return steps


def _since(arena: Arena, moment: int) -> list[Operation]:
    return [each for each in arena.recorder.operations() if each.invoked >= moment]


def rate(writes: Sequence[Operation], *, wanted: float) -> Verdict:
    """Whether the declared rate was kept: nine tenths of it, counting what had a known result."""
    known = [each for each in writes if each.outcome != "info" and each.returned is not None]
    if not known:
        return untested("rate", "nothing was written")
    span = (max(each.returned or 0 for each in known) - min(each.invoked for each in known)) / 1e9
    kept = len(known) / span if span else 0.0
    anomalies = [Anomaly("slow", f"{kept:.1f} of {wanted} transactions a second")] if kept < 0.9 * wanted else []
    figures = {"per_second": round(kept, 1), "wanted_per_second": wanted}
    return judged("rate", f"{kept:.1f} transactions a second, {wanted} declared", anomalies, figures)


def bears(steps: Sequence[Step]) -> Verdict:
    """What the cluster bears: the step with the most writes, and its percentiles. It is measured, and not judged."""
    tried = [step for step in steps if any(each.ok for each in step.writes)]
    if not tried:
        return untested("ramp", "nothing was written")
    best = max(tried, key=lambda step: latencies.throughput(step.writes))
    figures = {f"at_{step.writers}": round(latencies.throughput(step.writes), 1) for step in steps}
    figures |= {f"write_{name}": value for name, value in latencies.percentiles(best.writes).items()}
    figures |= {f"read_{name}": value for name, value in latencies.percentiles(best.reads).items()}
    most = latencies.throughput(best.writes)
    return judged("ramp", f"most with {best.writers} writers: {most:.0f} writes a second; measured", [], figures)
