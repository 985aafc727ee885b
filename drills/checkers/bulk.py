"""Large transactions: each is there with all its rows, or with none."""

from collections.abc import Iterator, Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "large transaction"


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `load` (asked: {batch, rows}) and `final` (answer: [[batch, rows]])."""
    loads = [each for each in operations if each.name == "load"]
    finals = [each for each in operations if each.name == "final" and each.ok]
    if not loads or not finals:
        return untested(CHECK, "no large transaction was tried, or its rows were not counted at the end")
    final = finals[-1]
    outcomes = {f"{outcome}": sum(each.outcome == outcome for each in loads) for outcome in ("ok", "info", "fail")}
    return judged(CHECK, f"{len(loads)} transactions of many rows", _anomalies(loads, final), outcomes)


def _anomalies(loads: Sequence[Operation], final: Operation) -> Iterator[Anomaly]:
    present = dict(final.answer)
    for load in loads:
        found, whole = present.pop(load.asked["batch"], 0), load.asked["rows"]
        what = f"batch {load.asked['batch']} has {found} of {whole} rows"
        if found not in {0, whole}:
            yield Anomaly("torn", what, (load.index, final.index))
        elif load.ok and not found:
            yield Anomaly("lost", f"{what}, and was acknowledged", (load.index, final.index))
        elif load.outcome == "fail" and found:
            yield Anomaly("phantom", f"{what}, and its client was told that it failed", (load.index, final.index))
    for batch in present:
        yield Anomaly("phantom", f"batch {batch} was never asked for", (final.index,))
