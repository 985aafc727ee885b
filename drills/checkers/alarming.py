"""Alarms and subscriptions: each goes off, comes back, and is heard."""

from collections.abc import Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "alerts"


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `alarm`, `composite` and `event`: asked for their name, answered {states: [...], messages: number}.

    An alarm must have been in ALARM and then in OK, one that is made of others by each of these (`composite`); all
    must have led to a message.
    """
    tried = [each for each in operations if each.name in {"alarm", "composite", "event"}]
    if not tried:
        return untested(CHECK, "there is neither an alarm nor a subscription")
    anomalies = [anomaly for each in tried for anomaly in _anomalies(each)]
    alarms, ways, events = (sum(each.name == name for each in tried) for name in ("alarm", "composite", "event"))
    figures = {"alarms": alarms, "ways_to_composites": ways, "subscriptions": events}
    note = f"{alarms} alarms, {ways} ways to set off one that is made of them, and {events} subscriptions"
    return judged(CHECK, note, anomalies, figures)


def _anomalies(operation: Operation) -> list[Anomaly]:
    if not operation.ok:
        return [Anomaly("refused", f"{operation.asked}: {operation.error}", (operation.index,))]
    found = []
    states = operation.answer["states"]
    if operation.name in {"alarm", "composite"} and states != ["ALARM", "OK"]:
        found.append(Anomaly("stuck", f"{operation.asked} went through {states}", (operation.index,)))
    if not operation.answer["messages"]:
        found.append(Anomaly("unheard", f"{operation.asked}: no message reached the topic", (operation.index,)))
    return found
