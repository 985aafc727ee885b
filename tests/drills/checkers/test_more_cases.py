"""The checkers of single drills, each with what it must catch."""

from typing import Any

import pytest

from drills.checkers import Verdict, alarming, logins, residence, restored, ways
from drills.history import Operation
from tests.drills.checkers.cases import operation


def op(name: str, asked: Any, answer: Any = None, outcome: str = "ok", error: str | None = None) -> Operation:
    return operation(0, workload="x", name=name, asked=asked, answer=answer, outcome=outcome, at=(0, 1), error=error)


def kinds(verdict: Verdict) -> tuple[str, list[str]]:
    return verdict.result, [anomaly.kind for anomaly in verdict.anomalies]


def way(expected: list[Any], answer: Any) -> Operation:
    return op("try", {"way": "a way", "expected": expected}, answer)


@pytest.mark.parametrize(
    ("tried", "judged"),
    [
        ([way(["in"], "in"), way([1045], 1045)], ("pass", [])),
        ([way(["in"], 1045), way([1045], 1045)], ("fail", ["refused"])),
        ([way(["in"], "in"), way([1045], "in")], ("fail", ["let in"])),
        ([way(["in"], "in"), way([1045], 2003)], ("fail", ["wrong error"])),
        ([way([1045], 1045)], ("unknown", [])),
        ([], ("unknown", [])),
    ],
)
def test_ways_in(tried: list[Operation], judged: tuple[str, list[str]]) -> None:
    assert kinds(ways.check(tried)) == judged


def listed(region: str, things: list[dict[str, Any]] | None, error: str | None = None) -> Operation:
    outcome = "ok" if things is not None else "fail"
    return op("list", {"region": region, "list": "rds describe"}, things, outcome, error)


def thing(region: str, *names: str) -> dict[str, Any]:
    return {"what": "arn", "region": region, "names": list(names)}


HOME = listed("eu-west-1", [thing("eu-west-1", "eu-west-1", "eu-central-1")])


@pytest.mark.parametrize(
    ("lists", "judged"),
    [
        ([HOME, listed("us-east-1", [])], ("pass", [])),
        ([HOME, listed("us-east-1", None, "denied")], ("pass", [])),
        ([HOME, listed("us-east-1", [thing("us-east-1")])], ("fail", ["outside"])),
        ([listed("eu-west-1", [thing("eu-west-1", "us-east-1")])], ("fail", ["leads outside"])),
        ([HOME, listed("us-east-1", None, "timeout")], ("unknown", [])),
        ([HOME, listed("eu-central-1", None, "denied")], ("unknown", [])),
        ([listed("eu-west-1", [])], ("unknown", [])),
    ],
)
def test_residency(lists: list[Operation], judged: tuple[str, list[str]]) -> None:
    assert kinds(residence.check(lists, ("eu-west-1", "eu-central-1"))) == judged


@pytest.mark.parametrize(
    ("tried", "judged"),
    [
        ([op("login", "a")], ("pass", [])),
        ([op("login", "a"), op("login", "b", outcome="fail")], ("fail", ["refused"])),
        ([op("login", "a", outcome="fail")], ("unknown", [])),
        ([], ("unknown", [])),
    ],
)
def test_logins(tried: list[Operation], judged: tuple[str, list[str]]) -> None:
    assert kinds(logins.check(tried)) == judged


@pytest.mark.parametrize(
    ("changed", "dead", "wanted", "judged"),
    [
        (["a"], ["a"], ["a"], ("pass", [])),
        (["a"], [], ["a"], ("fail", ["alive"])),
        ([], [], ["a"], ("fail", ["unchanged"])),
        ([], [], [], ("unknown", [])),
    ],
)
def test_rotated_passwords(changed: list[str], dead: list[str], wanted: list[str], judged: object) -> None:
    assert kinds(logins.replaced(changed, dead, wanted)) == judged


@pytest.mark.parametrize(
    ("before", "after", "kept", "judged"),
    [
        (True, False, True, ("pass", [])),
        (True, True, True, ("fail", ["alive"])),
        (True, False, False, ("fail", ["refused"])),
        (False, False, True, ("unknown", [])),
    ],
)
def test_a_token_that_runs_out(before: bool, after: bool, kept: bool, judged: object) -> None:
    assert kinds(logins.expiring(before=before, after=after, kept=kept)) == judged


MARKS = [op("mark", number, [number, number + 0.1]) for number in (1, 2, 3, 8, 9)]


@pytest.mark.parametrize(
    ("present", "judged"),
    [
        ([1, 2, 3], ("pass", [])),
        ([1, 3], ("fail", ["lost"])),
        ([1, 2, 3, 9], ("fail", ["later"])),
        ([1, 2, 3, 77], ("fail", ["phantom"])),
    ],
)
def test_a_restored_cluster(present: list[int], judged: object) -> None:
    assert kinds(restored.check(MARKS, present, since=5, until=6, name="restore")) == judged


@pytest.mark.parametrize("moment", [0, 100])
def test_a_restore_with_markers_on_one_side_alone_proves_nothing(moment: float) -> None:
    assert restored.check(MARKS, [], since=moment, until=moment, name="restore").result == "unknown"


def test_settings_that_a_restore_did_not_take_over() -> None:
    assert kinds(restored.same("settings", {"Port": 3306, "KmsKeyId": "a"}, {"Port": 3306})) == ("fail", ["changed"])
    assert kinds(restored.same("settings", {"Port": 3306}, {"Port": 3306, "More": 1})) == ("pass", [])


def alarm(states: list[str], messages: int) -> Operation:
    return op("alarm", "cpu", {"states": states, "messages": messages})


@pytest.mark.parametrize(
    ("tried", "judged"),
    [
        ([alarm(["ALARM", "OK"], 1), op("event", "cluster", {"states": [], "messages": 2})], ("pass", [])),
        ([alarm(["ALARM", "ALARM"], 1)], ("fail", ["stuck"])),
        ([alarm(["ALARM", "OK"], 0)], ("fail", ["unheard"])),
        ([op("event", "cluster", {"states": [], "messages": 0})], ("fail", ["unheard"])),
        ([op("composite", "page by cpu", {"states": ["ALARM", "OK"], "messages": 1})], ("pass", [])),
        ([op("composite", "page by cpu", {"states": ["ALARM", "ALARM"], "messages": 1})], ("fail", ["stuck"])),
        ([op("composite", "page by cpu", {"states": ["OK", "ALARM"], "messages": 0})], ("fail", ["stuck", "unheard"])),
        ([op("alarm", "cpu", None, "fail", "AccessDenied")], ("fail", ["refused"])),
        ([], ("unknown", [])),
    ],
)
def test_alarms_and_subscriptions(tried: list[Operation], judged: object) -> None:
    assert kinds(alarming.check(tried)) == judged
