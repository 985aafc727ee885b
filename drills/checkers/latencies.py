"""Latency and throughput of what was acknowledged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation
from drills.history.recording import STRANGERS

QUANTILES = (50, 90, 95, 99)
LATE_SHARE = 0.1
"""A load generator that begins later than this share of the objective has no processor, and measures itself.

A transaction waits for a processor at each of its round trips, a dozen times, and not once as its beginning does.
"""


def percentiles(operations: Iterable[Operation]) -> dict[str, float]:
    """p50, p90, p95 and p99 in milliseconds of what was acknowledged; nothing where nothing was."""
    taken = [each.seconds for each in operations if each.ok and each.seconds is not None]
    if not taken:
        return {}
    values = numpy.percentile(taken, QUANTILES) * 1000
    return {f"p{quantile}_ms": round(float(value), 2) for quantile, value in zip(QUANTILES, values, strict=True)}


def by_name(operations: Sequence[Operation]) -> dict[str, dict[str, float]]:
    """The percentiles of each kind of operation, by workload and name."""
    groups: dict[str, list[Operation]] = {}
    for each in operations:
        groups.setdefault(f"{each.workload} {each.name}", []).append(each)
    found = {
        name: {**percentiles(group), "acknowledged": sum(each.ok for each in group)} for name, group in groups.items()
    }
    return {name: figures for name, figures in sorted(found.items()) if figures["acknowledged"]}


def throughput(operations: Iterable[Operation]) -> float:
    """Acknowledged operations a second, between the first invocation and the last answer."""
    done = [(each.invoked, each.returned) for each in operations if each.ok and each.returned is not None]
    if not done:
        return 0.0
    span = (max(end for _, end in done) - min(start for start, _ in done)) / 1e9
    return len(done) / span if span else 0.0


def lateness_ms(operations: Iterable[Operation]) -> float:
    """How late clients began that were free when an operation was due, as p90 in milliseconds: 0 where none was.

    A client that was still busy is late for another's reason; one that was free had no processor.
    """
    late: list[int] = []
    free: dict[int, int] = {}
    for each in sorted(operations, key=lambda one: one.invoked):
        client = each.process % STRANGERS
        if each.due is not None and client in free and free[client] <= each.due:
            late.append(each.invoked - each.due)
        free[client] = each.invoked if each.returned is None else each.returned
    return round(float(numpy.percentile(late, 90)) / 1e6, 2) if late else 0.0


def starved(verdict: Verdict, late_ms: float, limit_ms: float) -> Verdict:
    """A failure that a load generator without a processor may have made itself proves nothing; a pass stays one."""
    figures = {**verdict.figures, "generator_late_p90_ms": late_ms}
    if verdict.result != "fail" or late_ms <= LATE_SHARE * limit_ms:
        return replace(verdict, figures=figures)
    note = f"the load generator itself began {late_ms} ms late (p90), as this machine is busy: {verdict.note}"
    return Verdict(verdict.check, "unknown", note, figures=figures)


def check(operations: Sequence[Operation], *, limit_ms: float, name: str = "latency") -> Verdict:
    """Whether the 90th percentile of acknowledged operations is within `limit_ms`, as the spec means it."""
    figures: Mapping[str, float] = percentiles(operations)
    if not figures:
        return untested(name, "nothing was acknowledged")
    anomalies = []
    if figures["p90_ms"] > limit_ms:
        anomalies.append(Anomaly("slow", f"p90 is {figures['p90_ms']} ms, the objective {limit_ms} ms"))
    numbers = {**figures, "limit_ms": limit_ms, "per_second": round(throughput(operations), 1)}
    return judged(name, f"p90 of acknowledged operations against {limit_ms} ms", anomalies, numbers)
