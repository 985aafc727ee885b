"""The facts about alarms."""

import pytest

from generator.facts.alarms import Alarm, alarm_metrics, alarms

MEMBER_METRICS = {
    "BinLogDiskUsage",
    "CPUUtilization",
    "ConnectionAttempts",
    "DatabaseConnections",
    "DiskQueueDepth",
    "EBSByteBalance%",
    "EBSIOBalance%",
    "FreeLocalStorage",
    "FreeLocalStoragePercent",
    "FreeStorageSpace",
    "FreeableMemory",
    "IamDbAuthConnectionRequests",
    "NetworkReceiveThroughput",
    "NetworkTransmitThroughput",
    "ReadIOPS",
    "ReadLatency",
    "ReadLatencyLocalStorage",
    "ReadThroughput",
    "ReplicaLag",
    "SwapUsage",
    "WriteIOPS",
    "WriteLatency",
    "WriteLatencyLocalStorage",
    "WriteThroughput",
}
RECOMMENDED = {
    "CPUUtilization",
    "DatabaseConnections",
    "EBSByteBalance%",
    "EBSIOBalance%",
    "FreeLocalStorage",
    "FreeLocalStoragePercent",
    "FreeStorageSpace",
    "FreeableMemory",
    "ReadLatency",
    "WriteLatency",
}


def test_every_metric_of_a_member_is_watched() -> None:
    assert sorted(alarm.metric for alarm in alarms() if alarm.log is None) == sorted(MEMBER_METRICS)


def test_an_alarm_says_openly_when_aws_does_not_recommend_it() -> None:
    assert sorted(alarm.metric for alarm in alarms() if alarm.basis == "recommended") == sorted(RECOMMENDED)


@pytest.mark.parametrize("alarm", alarms(), ids=lambda alarm: alarm.metric)
def test_an_alarm_is_one_that_cloudwatch_takes(alarm: Alarm) -> None:
    assert alarm.statistic in {"Average", "Maximum", "Minimum", "Sum", "p90"}
    assert alarm.missing in {"breaching", "missing", "notBreaching"}
    assert alarm.severity in {"page", "notice"}
    assert alarm.basis in {"recommended", "judgement"}
    assert 1 <= alarm.datapoints <= 15
    assert alarm.source.startswith("https://docs.aws.amazon.com/")
    assert 0 < len(alarm.why) <= 1000


def test_credits_are_never_summed() -> None:
    """The metrics of burst credits have no meaningful sum.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html (checked 2026-11-22).
    """
    assert {alarm.statistic for alarm in alarms() if alarm.metric.endswith("%")} == {"Average"}


def test_a_member_that_reports_nothing_pages() -> None:
    (alarm,) = [alarm for alarm in alarms() if alarm.missing == "breaching"]
    assert (alarm.metric, alarm.severity) == ("CPUUtilization", "page")


def test_names_and_metrics_are_unique() -> None:
    assert len({alarm.name for alarm in alarms()}) == len(alarms()) == len(alarm_metrics())
