"""Alarms change by what was measured, and tell their topics."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto.cloudwatch.models import cloudwatch_backends
from moto.sns.models import sns_backends

from sandbox.control_plane.services.alarms import evaluate
from sandbox.control_plane.services.composite import BadRuleError, holds
from tests.sandbox.account import Account

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STATES = {"a": "ALARM", "b": "OK", "c": "INSUFFICIENT_DATA"}


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        ('ALARM("a")', True),
        ("ALARM(a)", True),
        ('ALARM("b")', False),
        ('OK("b") AND ALARM("a")', True),
        ('ALARM("b") OR ALARM("a")', True),
        ('ALARM("a") OR ALARM("b") AND ALARM("c")', True),
        ('(ALARM("a") OR ALARM("b")) AND ALARM("c")', False),
        ('NOT ALARM("b") AND INSUFFICIENT_DATA("c")', True),
        ('ALARM("arn:aws:cloudwatch:eu-west-1:222222222222:alarm:a")', True),
        ("TRUE", True),
        ("FALSE", False),
        ('ALARM("nobody")', False),
    ],
)
def test_a_composite_alarm_follows_its_rule(rule: str, held: bool) -> None:
    assert holds(rule, STATES) is held


@pytest.mark.parametrize("rule", ["", "ALARM(", 'ALARM("a") OR', '(ALARM("a")', 'ALARM("a") ALARM("b")', "AND"])
def test_a_rule_that_cannot_be_read_is_refused(rule: str) -> None:
    with pytest.raises(BadRuleError):
        holds(rule, STATES)


def alarm(account: Account, **changes: Any) -> str:
    topic: str = account.client("sns").create_topic(Name="alerts")["TopicArn"]
    order = {
        "AlarmName": "lag",
        "Namespace": "AWS/RDS",
        "MetricName": "ReplicaLag",
        "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "orders-instance-2"}],
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 3,
        "DatapointsToAlarm": 2,
        "Threshold": 10,
        "ComparisonOperator": "GreaterThanThreshold",
        "AlarmActions": [topic],
        "OKActions": [topic],
    }
    account.client("cloudwatch").put_metric_alarm(**order | changes)
    return topic


def measured(account: Account, *values: float | None) -> Any:
    """One value a minute, the newest last; None: nothing was measured."""
    backend = cloudwatch_backends[account.number][account.region]
    backend.metric_data.clear()
    for minute, value in enumerate(reversed(values)):
        if value is not None:
            datum = {
                "MetricName": "ReplicaLag",
                "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "orders-instance-2"}],
                "Value": value,
                "Timestamp": NOW - timedelta(minutes=minute, seconds=5),
            }
            backend.put_metric_data("AWS/RDS", [datum])
    evaluate(backend, NOW)
    return backend.alarms["lag"]


@pytest.mark.parametrize(
    ("values", "changes", "state"),
    [
        ([20, 20, 20], {}, "ALARM"),
        ([1, 20, 20], {}, "ALARM"),
        ([1, 1, 20], {}, "OK"),
        ([10, 10, 10], {}, "OK"),
        ([10, 10, 10], {"ComparisonOperator": "GreaterThanOrEqualToThreshold"}, "ALARM"),
        ([5, 5, 5], {"ComparisonOperator": "LessThanThreshold"}, "ALARM"),
        ([None, None, None], {}, "INSUFFICIENT_DATA"),
        ([None, None, None], {"TreatMissingData": "breaching"}, "ALARM"),
        ([None, None, None], {"TreatMissingData": "notBreaching"}, "OK"),
        ([None, 20, 20], {"TreatMissingData": "notBreaching"}, "ALARM"),
        ([20, 20, None], {"EvaluationPeriods": 2, "DatapointsToAlarm": 2}, "OK"),
        ([20, 20, 20], {"Statistic": "SampleCount"}, "OK"),
        ([20, 20, 20], {"Dimensions": []}, "INSUFFICIENT_DATA"),
    ],
)
def test_an_alarm_has_the_state_that_its_datapoints_make(
    an_account: Account, values: list[float | None], changes: dict[str, Any], state: str
) -> None:
    alarm(an_account, **changes)
    assert measured(an_account, *values).state_value == state


def test_a_change_of_state_is_told_once(an_account: Account) -> None:
    topic = alarm(an_account)
    for values in ([20, 20, 20], [20, 20, 20], [1, 1, 1]):
        measured(an_account, *values)
    sent = sns_backends[an_account.number][an_account.region].topics[topic].sent_notifications
    told = [json.loads(message) for _, message, *_ in sent]
    assert [(each["AlarmName"], each["OldStateValue"], each["NewStateValue"]) for each in told] == [
        ("lag", "INSUFFICIENT_DATA", "ALARM"),
        ("lag", "ALARM", "OK"),
    ]


def test_a_state_that_is_set_is_told_too(an_account: Account) -> None:
    topic = alarm(an_account)
    an_account.client("cloudwatch").set_alarm_state(AlarmName="lag", StateValue="ALARM", StateReason="a drill")
    sent = sns_backends[an_account.number][an_account.region].topics[topic].sent_notifications
    assert [json.loads(message)["NewStateReason"] for _, message, *_ in sent] == ["a drill"]


def test_a_composite_alarm_goes_with_the_alarms_below_it(an_account: Account) -> None:
    alarm(an_account)
    an_account.client("cloudwatch").put_composite_alarm(AlarmName="page", AlarmRule='ALARM("lag")')
    measured(an_account, 20, 20, 20)
    page = an_account.client("cloudwatch").describe_alarms(AlarmNames=["page"], AlarmTypes=["CompositeAlarm"])
    assert page["CompositeAlarms"][0]["StateValue"] == "ALARM"


def test_a_composite_alarm_goes_with_a_state_that_is_set(an_account: Account) -> None:
    topic = alarm(an_account)
    cloudwatch = an_account.client("cloudwatch")
    cloudwatch.put_composite_alarm(
        AlarmName="page", AlarmRule='ALARM("lag")', AlarmActions=[topic], OKActions=[topic], ActionsEnabled=True
    )
    for state in ("ALARM", "OK"):
        cloudwatch.set_alarm_state(AlarmName="lag", StateValue=state, StateReason="a drill")
    sent = sns_backends[an_account.number][an_account.region].topics[topic].sent_notifications
    told = [json.loads(message) for _, message, *_ in sent]
    assert [each["NewStateValue"] for each in told if each["AlarmName"] == "page"] == ["ALARM", "OK"]


def test_metrics_are_read_between_times_of_any_zone(an_account: Account) -> None:
    cloudwatch, now = an_account.client("cloudwatch"), datetime.now(UTC)
    an_account.client("s3").create_bucket(
        Bucket="a-bucket", CreateBucketConfiguration={"LocationConstraint": an_account.region}
    )
    data = [{"MetricName": "Orders", "Value": 1}, {"MetricName": "Orders", "Value": 2, "Timestamp": now}]
    cloudwatch.put_metric_data(Namespace="Shop", MetricData=data)
    between = {"StartTime": now - timedelta(minutes=5), "EndTime": now + timedelta(minutes=5)}
    metric = {"Namespace": "Shop", "MetricName": "Orders"}
    statistics = cloudwatch.get_metric_statistics(**metric, **between, Period=3600, Statistics=["Sum"])
    query = {"Id": "a", "MetricStat": {"Metric": metric, "Period": 3600, "Stat": "Sum"}}
    values = cloudwatch.get_metric_data(MetricDataQueries=[query], **between)["MetricDataResults"][0]["Values"]
    assert ([each["Sum"] for each in statistics["Datapoints"]], values) == ([3.0], [3.0])
