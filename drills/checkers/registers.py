"""Registers with read, write and compare-and-set: one order of all operations must explain the answers.

The search is that of Wing and Gong with Lowe's memory of what was tried.
Source: https://www.cs.ox.ac.uk/people/gavin.lowe/LinearizabiltyTesting/paper.pdf (checked 2026-11-25).
"""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "register"
MOST_STATES = 200_000
"""States that are tried for one register before the checker says that it does not know."""


def check(operations: Sequence[Operation], *, most_states: int = MOST_STATES) -> Verdict:
    """Judges `read` (asked: [key, None]), `write` ([key, value]) and `cas` ([key, [old, new]]); a register starts at 0.

    A `read` answers with the value. A `cas` fails where the register is not at `old`.
    """
    known = [each for each in operations if each.name in {"read", "write", "cas"}]
    told = sum(each.ok for each in known)
    if not any(each.ok and each.name == "read" for each in known) or not any(
        each.ok and each.name != "read" for each in known
    ):
        return untested(CHECK, "no register was both read and written")
    anomalies: list[Anomaly] = []
    undecided = []
    ordered = sorted(known, key=lambda each: (each.asked[0], each.index))
    keys = 0
    for key, group in groupby(ordered, key=lambda each: each.asked[0]):
        keys += 1
        calls = list(group)
        explained = linearizable(calls, most_states=most_states)
        if explained is None:
            undecided.append(key)
        elif not explained:
            anomalies.append(
                Anomaly("not linearizable", f"no order explains register {key}", tuple(each.index for each in calls))
            )
    if undecided and not anomalies:
        return untested(CHECK, f"too many orders are possible for register {undecided[0]}")
    return judged(
        CHECK, f"{keys} registers, {told} known answers", anomalies, {"registers": keys, "acknowledged": told}
    )


def linearizable(calls: Sequence[Operation], *, initial: Any = 0, most_states: int = MOST_STATES) -> bool | None:
    """Whether one order of the calls explains all answers; None if that was not found out in `most_states`."""
    useful = sorted((each for each in calls if _useful(each)), key=lambda each: each.invoked)
    ends = [each.returned if each.ok and each.returned is not None else math.inf for each in useful]
    must = sum(1 << index for index, end in enumerate(ends) if end < math.inf)
    seen: set[tuple[int, Any]] = set()
    stack = [(0, initial)]
    while stack:
        done, value = stack.pop()
        if done & must == must:
            return True
        if (done, value) in seen:
            continue
        if len(seen) >= most_states:
            return None
        seen.add((done, value))
        pending = [index for index in range(len(useful)) if not done >> index & 1]
        horizon = min(ends[index] for index in pending)
        for index in pending:
            if useful[index].invoked > horizon:
                break
            possible, after = _applied(useful[index], value)
            if possible:
                stack.append((done | 1 << index, after))
    return False


def _useful(call: Operation) -> bool:
    """A refused call did nothing, and neither did a read that nobody heard of."""
    return call.ok or (call.outcome == "info" and call.name != "read")


def _applied(call: Operation, value: Any) -> tuple[bool, Any]:
    if call.name == "read":
        return call.answer == value, value
    if call.name == "write":
        return True, call.asked[1]
    old, new = call.asked[1]
    return old == value, new
