"""Alarms that have a state because of what was measured, and tell their topics when it changes.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from moto.sns.models import sns_backends

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.services.composite import holds

COMPARISONS = {
    "GreaterThanThreshold": lambda value, limit: value > limit,
    "GreaterThanOrEqualToThreshold": lambda value, limit: value >= limit,
    "LessThanThreshold": lambda value, limit: value < limit,
    "LessThanOrEqualToThreshold": lambda value, limit: value <= limit,
}
ACTIONS = {"ALARM": "alarm_actions", "OK": "ok_actions", "INSUFFICIENT_DATA": "insufficient_data_actions"}


def evaluate(backend: Any, now: datetime) -> bool:
    """Gives each alarm of an account and region its state; whether one changed."""
    plain = [alarm for alarm in backend.alarms.values() if alarm.rule is None]
    changed = [_settle(backend, alarm, *verdict(backend, alarm, now)) for alarm in plain]
    return settle_composites(backend) or any(changed)


def settle_composites(backend: Any) -> bool:
    """Gives each composite alarm the state that the alarms below it make, as soon as one of them changes."""
    states = {alarm.name: alarm.state_value for alarm in backend.alarms.values()}
    changed = []
    for alarm in [alarm for alarm in backend.alarms.values() if alarm.rule is not None]:
        held = holds(alarm.rule, states)
        changed.append(_settle(backend, alarm, "ALARM" if held else "OK", f"{alarm.rule} is {str(held).upper()}"))
    return any(changed)


def verdict(backend: Any, alarm: Any, now: datetime) -> tuple[str, str]:
    """The state that an alarm should have, and why.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    """
    if not alarm.metric_name:
        return alarm.state_value, alarm.state_reason
    periods = int(alarm.evaluation_periods)
    values = _datapoints(backend, alarm, now, periods)
    seen = [value for value in values if value is not None]
    missing = alarm.treat_missing_data or "missing"
    if not seen and missing in ("missing", "ignore"):
        return ("INSUFFICIENT_DATA" if missing == "missing" else alarm.state_value), "no datapoints were received"
    breaching = [value for value in seen if COMPARISONS[alarm.comparison_operator](value, float(alarm.threshold))]
    count = len(breaching) + (len(values) - len(seen) if missing == "breaching" else 0)
    needed = int(alarm.datapoints_to_alarm or periods)
    state = "ALARM" if count >= needed else "OK"
    return state, f"{count} of {periods} datapoints {seen} were {alarm.comparison_operator} ({alarm.threshold})"


def _datapoints(backend: Any, alarm: Any, now: datetime, periods: int) -> list[float | None]:
    length = timedelta(seconds=int(alarm.period) * CONTEXT.minute_seconds / 60)
    values = [
        (each.timestamp, each.value)
        for each in backend.metric_data
        if each.name == alarm.metric_name and each.namespace == alarm.namespace and _same(each, alarm)
    ]
    points: list[float | None] = []
    for number in range(periods):
        end = now - number * length
        within = [value for at, value in values if end - length < at <= end]
        points.append(_statistic(alarm, within) if within else None)
    return points


def _same(datum: Any, alarm: Any) -> bool:
    told = {each.name: each.value for each in datum.dimensions}
    return hasattr(datum, "value") and told == {each.name: each.value for each in alarm.dimensions}


def _statistic(alarm: Any, values: Sequence[float]) -> float:
    if alarm.extended_statistic:
        share = float(alarm.extended_statistic.lstrip("p")) / 100
        return sorted(values)[min(int(share * len(values)), len(values) - 1)]
    by_name = {
        "Average": sum(values) / len(values),
        "Sum": sum(values),
        "Minimum": min(values),
        "Maximum": max(values),
        "SampleCount": float(len(values)),
    }
    return by_name[alarm.statistic]


def _settle(backend: Any, alarm: Any, state: str, reason: str) -> bool:
    if alarm.state_value == state:
        return False
    before = alarm.state_value
    alarm.update_state(reason, json.dumps({"recentDatapoints": []}), state)
    tell(backend, alarm, before)
    return True


def tell(backend: Any, alarm: Any, before: str) -> None:
    """Publishes a change of state to the topics that the alarm names for the new one."""
    if not alarm.actions_enabled:
        return
    message = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": backend.account_id,
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": CONTEXT.now().isoformat(),
        "Region": backend.region_name,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
    }
    for topic in getattr(alarm, ACTIONS[alarm.state_value]) or []:
        sns = sns_backends[backend.account_id][topic.split(":")[3]]
        if topic in sns.topics:
            sns.publish(json.dumps(message), arn=topic, subject=f'{alarm.state_value}: "{alarm.name}"'[:99])
