"""A set of numbers: what was added and acknowledged is there, once, and from then on for every reader."""

from collections import Counter
from collections.abc import Iterator, Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "set"


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `add` (asked: the element), `read` and `final`, which answer with all elements from the one asked for."""
    adds = [each for each in operations if each.name == "add"]
    reads = [each for each in operations if each.name in {"read", "final"} and each.ok]
    finals = [each for each in reads if each.name == "final"]
    acknowledged = [each for each in adds if each.ok]
    if not acknowledged:
        return untested(CHECK, "no element was ever acknowledged")
    if not finals:
        return untested(CHECK, "the set was not read at the end")
    anomalies = [*_contents(adds, finals[-1]), *_stale(acknowledged, reads)]
    figures = {
        "acknowledged": len(acknowledged),
        "unknown": sum(each.outcome == "info" for each in adds),
        "present": len(finals[-1].answer),
        "reads": len(reads),
    }
    return judged(CHECK, f"{len(acknowledged)} acknowledged elements against the last read", anomalies, figures)


def _contents(adds: Sequence[Operation], final: Operation) -> Iterator[Anomaly]:
    present = Counter(final.answer)
    possible = {each.asked for each in adds if each.outcome != "fail"}
    for add in adds:
        if add.ok and add.asked not in present:
            yield Anomaly("lost", f"{add.asked} was acknowledged and is gone", (add.index, final.index))
    for element, count in present.items():
        if count > 1:
            yield Anomaly("duplicate", f"{element} is there {count} times", (final.index,))
        if element not in possible:
            yield Anomaly("phantom", f"{element} is there, and its writer was told that it is not", (final.index,))


def _stale(acknowledged: Sequence[Operation], reads: Sequence[Operation]) -> Iterator[Anomaly]:
    """Reads that lack what was acknowledged before they began, and what a later read has."""
    last: set[int] = set(reads[-1].answer)
    for read in reads[:-1]:
        seen = set(read.answer)
        for add in acknowledged:
            before = add.returned is not None and add.returned < read.invoked
            if before and add.asked >= (read.asked or 0) and add.asked not in seen and add.asked in last:
                yield Anomaly(
                    "stale",
                    f"{add.asked} was acknowledged before the read began, which lacks it",
                    (add.index, read.index),
                )
