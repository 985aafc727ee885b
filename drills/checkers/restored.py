"""A restored cluster: everything that was acknowledged by then, and nothing that came later."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "markers"


def check(
    operations: Sequence[Operation], present: Collection[int], *, since: float, until: float, name: str
) -> Verdict:
    """Judges `mark` (asked: a number; answer: the server's clock before and after, in seconds).

    What was acknowledged by `since` must be `present`; what began after `until` must not. The two differ where a
    restore is exact to the second, or a snapshot took its time.
    """
    marks = [each for each in operations if each.name == "mark"]
    due = [each for each in marks if each.ok and each.answer[1] <= since]
    later = [each for each in marks if each.ok and each.answer[0] > until]
    if not due or not later:
        return untested(name, f"{len(due)} markers before, {len(later)} after: both are needed")
    figures = {"due": len(due), "present": len(present), "later": len(later)}
    note = f"{len(due)} markers that must be there, {len(later)} that must not"
    return judged(name, note, _anomalies(marks, due, later, present), figures)


def _anomalies(
    marks: Sequence[Operation], due: Sequence[Operation], later: Sequence[Operation], present: Collection[int]
) -> Iterator[Anomaly]:
    there = set(present)
    for mark in due:
        if mark.asked not in there:
            yield Anomaly("lost", f"marker {mark.asked} was acknowledged before, and is not there", (mark.index,))
    for mark in later:
        if mark.asked in there:
            yield Anomaly("later", f"marker {mark.asked} was written afterwards, and is there", (mark.index,))
    for unknown in sorted(there - {mark.asked for mark in marks}):
        yield Anomaly("phantom", f"marker {unknown} was never written")


def same(name: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> Verdict:
    """Whether every setting is as it should be."""
    anomalies = [
        Anomaly("changed", f"{key} is {found.get(key)!r}, expected {value!r}")
        for key, value in expected.items()
        if found.get(key) != value
    ]
    return judged(name, f"{', '.join(expected)} of the restored cluster", anomalies, {"settings": len(expected)})
