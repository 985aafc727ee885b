"""Ways in, and what must become of each."""

from collections.abc import Iterator, Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "ways in"
IN = "in"


def check(operations: Sequence[Operation], *, name: str = CHECK) -> Verdict:
    """Judges `try`: asked {way, expected: ["in"] or error numbers, ...}, answered with "in" or an error number."""
    tried = [each for each in operations if each.name == "try"]
    open_ways = [each for each in tried if IN in each.asked["expected"]]
    if not tried:
        return untested(name, "nobody tried to get in")
    if not open_ways:
        return untested(name, "no right way in was tried, so a refusal may be for any reason")
    figures = {"tried": len(tried), "right": len(open_ways), "wrong": len(tried) - len(open_ways)}
    note = f"{len(open_ways)} right ways and {len(tried) - len(open_ways)} wrong ones"
    return judged(name, note, _anomalies(tried), figures)


def _anomalies(tried: Sequence[Operation]) -> Iterator[Anomaly]:
    for each in tried:
        expected, answer, way = each.asked["expected"], each.answer, each.asked["way"]
        if answer in expected:
            continue
        if IN in expected:
            yield Anomaly("refused", f"{way}: refused with {answer}, and should work", (each.index,))
        elif answer == IN:
            yield Anomaly("let in", f"{way}: works, and should be refused with {_listed(expected)}", (each.index,))
        else:
            yield Anomaly("wrong error", f"{way}: {answer}, expected {_listed(expected)}", (each.index,))


def _listed(expected: Sequence[object]) -> str:
    return " or ".join(map(str, expected))
