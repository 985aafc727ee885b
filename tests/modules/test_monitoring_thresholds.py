"""Alarm thresholds derived from a database's part of the spec."""

from typing import Any

import pytest

from generator.facts.alarms import alarms
from generator.facts.instance_memory import UnknownInstanceClassError
from generator.spec.model import Database
from modules.monitoring import UnknownMetricError
from modules.monitoring.thresholds import _MEASURES, thresholds

GIB = 1024**3


def database(**changes: Any) -> Database:
    return Database.model_validate({"instance_class": "db.r6gd.xlarge", **changes})


@pytest.mark.parametrize(
    ("metric", "changes", "expected"),
    [
        ("CPUUtilization", {}, 90),
        ("DatabaseConnections", {"parameters": {"max_connections": "2000"}}, 1800),
        ("DatabaseConnections", {}, 0.9 * 2730),
        ("DatabaseConnections", {"parameters": {"max_connections": "{DBInstanceClassMemory/12582880}"}}, 0.9 * 2730),
        ("FreeableMemory", {}, 8 * GIB),
        ("FreeStorageSpace", {"storage": {"size_gib": 500}}, 50 * GIB),
        ("FreeLocalStorage", {}, 23_700_000_000),
        ("ReplicaLag", {"objectives": {"replica_lag_seconds": 7}}, 7),
        ("WriteLatency", {"objectives": {"write_latency_ms": 15}}, 0.015),
        ("ReadLatency", {"objectives": {"read_latency_ms": 5}}, 0.005),
        ("ReadLatencyLocalStorage", {"objectives": {"read_latency_ms": 5}}, 0.0025),
        ("WriteIOPS", {"storage": {"type": "io1", "size_gib": 400, "iops": 3000}}, 2700),
        ("WriteIOPS", {"storage": {"type": "gp3", "size_gib": 100}}, 2700),
        ("WriteIOPS", {"storage": {"type": "gp3", "size_gib": 400}}, 10_800),
        ("ReadThroughput", {"storage": {"type": "gp3", "size_gib": 100}}, 0.9 * 125 * 1024**2),
        ("ReadThroughput", {"storage": {"type": "gp3", "size_gib": 400}}, 0.9 * 500 * 1024**2),
        ("ReadThroughput", {"storage": {"type": "io1", "size_gib": 400, "iops": 1000}}, 0.9 * 1000 * 256 * 1024),
        # From here on, the class moves less than the volume.
        ("ReadThroughput", {"storage": {"type": "io1", "size_gib": 400, "iops": 9000}}, 0.9 * 593_750_000),
        ("DiskQueueDepth", {"storage": {"type": "io1", "size_gib": 400, "iops": 3000}}, 60),
        ("IamDbAuthConnectionRequests", {}, 9600),
        ("ConnectionAttempts", {"parameters": {"max_connections": "500"}}, 500),
        ("NetworkTransmitThroughput", {}, 0.9 * 156_250_000),
        ("FailedIamLogins", {}, 10),
    ],
)
def test_a_threshold_follows_from_the_spec(metric: str, changes: dict[str, Any], expected: float) -> None:
    assert thresholds(database(**changes))[metric] == pytest.approx(expected)


def test_every_alarm_has_a_threshold() -> None:
    assert thresholds(database()).keys() == {alarm.metric for alarm in alarms()}


def test_every_measure_of_the_facts_is_known_and_used() -> None:
    assert {alarm.threshold.of for alarm in alarms() if alarm.threshold.of} == set(_MEASURES)


def test_the_spec_overrides_one_threshold_and_leaves_the_others() -> None:
    overridden = thresholds(database(alarms={"SwapUsage": 1}))
    assert overridden == {**thresholds(database()), "SwapUsage": 1}


def test_all_unknown_metrics_are_named_at_once() -> None:
    with pytest.raises(UnknownMetricError, match="no alarm watches BurstBalance, CPU; known are BinLogDiskUsage, "):
        thresholds(database(alarms={"CPU": 1, "BurstBalance": 2}))


def test_a_class_without_numbers_is_refused() -> None:
    with pytest.raises(UnknownInstanceClassError, match=r"^db\.t3\.micro: "):
        thresholds(database(instance_class="db.t3.micro"))
