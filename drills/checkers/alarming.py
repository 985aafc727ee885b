"""Alarms and subscriptions: each goes off, comes back, and is heard."""

from collections.abc import Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "alerts"


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `alarm` and `event`: asked for their name, answered {states: [...], messages: number}.

    An alarm must have been in ALARM and then in OK; both must have led to a message.
    """
    tried = [each for each in operations if each.name in {"alarm", "event"}]
    if not tried:
        return untested(CHECK, "there is neither an alarm nor a subscription")
    anomalies = [anomaly for each in tried for anomaly in _anomalies(each)]
    alarms = sum(each.name == "alarm" for each in tried)
    figures = {"alarms": alarms, "subscriptions": len(tried) - alarms}
    return judged(CHECK, f"{alarms} alarms and {len(tried) - alarms} subscriptions", anomalies, figures)


def _anomalies(operation: Operation) -> list[Anomaly]:
    if not operation.ok:
        return [Anomaly("refused", f"{operation.asked}: {operation.error}", (operation.index,))]
    found = []
    states = operation.answer["states"]
    if operation.name == "alarm" and states != ["ALARM", "OK"]:
        found.append(Anomaly("stuck", f"{operation.asked} went through {states}", (operation.index,)))
    if not operation.answer["messages"]:
        found.append(Anomaly("unheard", f"{operation.asked}: no message reached the topic", (operation.index,)))
    return found
