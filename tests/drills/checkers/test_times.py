"""Outages, staleness, latency: what is measured, on histories with known times."""

import pytest

from drills.checkers import Verdict, judged, latencies, outages, overall, untested
from drills.checkers.outages import Outage
from drills.checkers.staleness import figures, staleness
from drills.checkers.verdict import Anomaly
from drills.history import NEMESIS, Operation
from tests.drills.checkers.cases import operation


def write(at: float, seconds: float = 0.0) -> Operation:
    return operation(0, workload="set", name="add", outcome="ok", at=(at - seconds, at))


def fault(at: float) -> Operation:
    return operation(0, workload="nemesis", name="failover", outcome="ok", at=(at, at + 0.5), process=NEMESIS)


def measured(operations: list[Operation]) -> list[float | None]:
    return [each.seconds for each in outages.outages(operations, frozenset({"add"}), frozenset({"failover"}))]


def test_an_outage_is_the_longest_pause_around_a_fault() -> None:
    writes = [write(each) for each in (1, 2, 3, 5.5, 6, 7, 8, 12, 13)]
    assert measured([*writes, fault(3.2), fault(8.1)]) == [2.5, 4.0]


def test_without_a_fault_there_is_no_outage() -> None:
    assert measured([write(1.0), write(2.0)]) == []


@pytest.mark.parametrize("acks", [[], [4.0], [1.0], [1.0, 2.0]])
def test_an_outage_without_writes_on_both_sides_has_no_end(acks: list[float]) -> None:
    assert measured([*(write(each) for each in acks), fault(3)]) == [None]


@pytest.mark.parametrize(
    ("seconds", "result"), [([1.0, 2.0], "pass"), ([1.0, 50.0], "fail"), ([1.0, None], "fail"), ([], "unknown")]
)
def test_outages_are_held_against_the_objective(seconds: list[float | None], result: str) -> None:
    assert outages.check([Outage("failover", 0, each) for each in seconds], limit_seconds=35).result == result


def test_one_long_outage_in_forty_is_within_the_95th_percentile() -> None:
    found = [Outage("failover", 0, each) for each in [1.0] * 39 + [60.0]]
    assert outages.check(found, limit_seconds=35).result == "pass"


def beat(number: int, at: float) -> Operation:
    return operation(0, workload="staleness", name="beat", asked=number, outcome="ok", at=(at - 0.1, at))


def look(number: int, at: float) -> Operation:
    return operation(0, workload="staleness", name="look", answer=number, outcome="ok", at=(at, at + 0.1))


def test_a_read_is_as_old_as_the_first_beat_that_it_misses() -> None:
    beats = [beat(1, 1.0), beat(2, 2.0), beat(3, 3.0)]
    assert staleness([*beats, look(3, 3.5), look(2, 3.5), look(1, 3.5), look(2, 2.9)]) == [0, 0.5, 1.5, 0]


def test_without_reads_there_is_no_quantile() -> None:
    assert figures([beat(1, 1.0)]) == {"reads": 0}
    assert figures([beat(1, 1.0), beat(2, 2.0), look(1, 4.0)])["p99_seconds"] == 2.0


@pytest.mark.parametrize(("limit", "result"), [(30, "pass"), (10, "fail")])
def test_latency_is_held_against_the_objective(limit: float, result: str) -> None:
    assert latencies.check([write(5, 0.02)] * 10, limit_ms=limit).result == result


def test_latency_of_nothing_is_unknown() -> None:
    assert latencies.check([], limit_ms=10).result == "unknown"


def planned(process: int, due: float, began: float, ended: float) -> Operation:
    at = (began, ended)
    return operation(0, workload="set", name="add", outcome="ok", at=at, process=process, due=round(due * 1e9))


@pytest.mark.parametrize(
    ("operations", "late"),
    [
        ([planned(0, 1, 1, 1.1), planned(0, 2, 2.004, 2.1)], 4.0),
        ([planned(0, 1, 1, 2.5), planned(0, 2, 2.5, 2.6)], 0.0),
        ([planned(0, 1, 1, 1.1), planned(1000, 2, 2.004, 2.1)], 4.0),
        ([planned(0, 1, 1, 1.1), planned(1, 2, 2.004, 2.1)], 0.0),
        ([write(1), write(2)], 0.0),
    ],
    ids=["free", "busy until then", "free, after an unknown outcome", "another's first", "no schedule"],
)
def test_a_client_that_was_free_is_late_for_want_of_a_processor(operations: list[Operation], late: float) -> None:
    assert latencies.lateness_ms(operations) == late


def test_latency_counts_from_when_an_operation_was_due() -> None:
    assert latencies.percentiles([planned(0, 1, 1.5, 1.6)])["p50_ms"] == 600.0


def test_throughput_counts_what_was_acknowledged_over_its_own_time() -> None:
    assert latencies.throughput([write(each, 0.5) for each in (1.5, 2.0, 3.0, 5.0)]) == 1.0
    assert latencies.throughput([]) == 0.0


def test_percentiles_are_told_by_kind() -> None:
    assert latencies.by_name([write(1, 0.01), fault(2)]) == {
        "nemesis failover": {"p50_ms": 500.0, "p90_ms": 500.0, "p95_ms": 500.0, "p99_ms": 500.0, "acknowledged": 1},
        "set add": {"p50_ms": 10.0, "p90_ms": 10.0, "p95_ms": 10.0, "p99_ms": 10.0, "acknowledged": 1},
    }


PASS, FAIL = judged("a", "", [], {}), judged("b", "", [Anomaly("lost", "gone")], {})


@pytest.mark.parametrize(
    ("verdicts", "result"),
    [
        ([], "unknown"),
        ([PASS], "pass"),
        ([PASS, FAIL], "fail"),
        ([PASS, untested("c", "?")], "unknown"),
        ([FAIL, untested("c", "?")], "fail"),
    ],
)
def test_unknown_is_no_pass_and_neither_is_nothing(verdicts: list[Verdict], result: str) -> None:
    assert overall(verdicts) == result


def test_a_verdict_counts_all_anomalies_and_shows_the_first() -> None:
    written = judged("a", "n", [Anomaly("lost", str(each)) for each in range(50)], {}).as_json()
    assert (written["anomaly_counts"], len(written["anomalies"])) == ({"lost": 50}, 20)
