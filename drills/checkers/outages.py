"""How long writes paused: the longest time without an acknowledged write around each fault."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import NEMESIS, Operation

CHECK = "outage"
SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Outage:
    """A fault at `at` (seconds since the history began), and the `seconds` without an acknowledged write around it.

    `seconds` is None where no write was acknowledged before, or none after.
    """

    fault: str
    at: float
    seconds: float | None


def outages(operations: Sequence[Operation], writes: frozenset[str], faults: frozenset[str]) -> list[Outage]:
    """The outage of each operation of the nemesis that is one of `faults`, until the next of them."""
    acks = sorted(each.returned for each in operations if each.ok and each.name in writes and each.returned)
    made = [each for each in operations if each.process == NEMESIS and each.name in faults]
    ends = [*(each.invoked for each in made[1:]), None]
    return [
        Outage(each.name, each.invoked / SECOND, _longest(acks, each.invoked, end))
        for each, end in zip(made, ends, strict=False)
    ]


def _longest(acks: Sequence[int], start: int, end: int | None) -> float | None:
    """The longest gap between acknowledgements, from the last before `start` until `end`."""
    first = bisect_left(acks, start) - 1
    window = list(acks[max(first, 0) : None if end is None else bisect_left(acks, end)])
    if first < 0 or acks[-1] < start:
        return None
    if end is not None:
        window.append(end)
    return float(numpy.diff(window).max()) / SECOND


def check(found: Sequence[Outage], *, limit_seconds: float) -> Verdict:
    """Whether the 95th percentile of the outages is within the objective, and each of them ended."""
    if not found:
        return untested(CHECK, "there was no fault")
    ended = [each.seconds for each in found if each.seconds is not None]
    endless = [each for each in found if each.seconds is None]
    anomalies = [Anomaly("endless", f"no write went on around the {each.fault} at {each.at:.1f} s") for each in endless]
    figures: dict[str, float | int] = {"faults": len(found), "limit_seconds": limit_seconds}
    if ended:
        p50, p95 = (float(each) for each in numpy.percentile(ended, [50, 95]))
        figures |= {"p50_seconds": round(p50, 3), "p95_seconds": round(p95, 3), "longest_seconds": round(max(ended), 3)}
        if p95 > limit_seconds:
            anomalies.append(
                Anomaly("slow", f"p95 of the write outage is {p95:.1f} s, the objective {limit_seconds} s")
            )
    return judged(CHECK, f"{len(found)} faults, p95 against {limit_seconds} s", anomalies, figures)
