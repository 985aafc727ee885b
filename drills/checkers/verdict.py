"""What a checker says. Unknown is not a pass, and neither is a history in which nothing was tested."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Result = Literal["pass", "fail", "unknown"]
MOST_SHOWN = 20
"""Anomalies that a verdict carries; it counts them all."""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something that must not be: its kind in one word, what it is, and the operations (indexes) that show it."""

    kind: str
    message: str
    operations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A checker's answer. `note` says why it is unknown, or what was looked at; `figures` are numbers for a reader."""

    check: str
    result: Result
    note: str
    anomalies: tuple[Anomaly, ...] = ()
    figures: Mapping[str, float | int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The verdict for `verdict.json`: all kinds counted, the first anomalies in full."""
        kinds: dict[str, int] = {}
        for anomaly in self.anomalies:
            kinds[anomaly.kind] = kinds.get(anomaly.kind, 0) + 1
        shown = [asdict(anomaly) for anomaly in self.anomalies[:MOST_SHOWN]]
        return {
            "check": self.check,
            "result": self.result,
            "note": self.note,
            "figures": dict(self.figures),
            "anomaly_counts": kinds,
            "anomalies": shown,
        }


def judged(check: str, note: str, anomalies: Iterable[Anomaly], figures: Mapping[str, float | int]) -> Verdict:
    """A pass where there is no anomaly, a fail where there is one."""
    found = tuple(anomalies)
    return Verdict(check, "fail" if found else "pass", note, found, figures)


def untested(check: str, why: str) -> Verdict:
    """What a checker says of a history that proves nothing."""
    return Verdict(check, "unknown", why)


def overall(verdicts: Iterable[Verdict]) -> Result:
    """`fail` if one fails, else `unknown` if one is unknown or there are none, else `pass`."""
    results = {verdict.result for verdict in verdicts}
    if "fail" in results:
        return "fail"
    return "pass" if results == {"pass"} else "unknown"
