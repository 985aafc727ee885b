"""The dashboard of one database: the state of its alarms, and each metric of its members beside its threshold."""

import json
from collections.abc import Mapping, Sequence

from generator.facts.alarms import PERIOD_SECONDS, Alarm
from generator.spec.model import Environment

_COLUMNS = 24
_WIDTH, _HEIGHT = 8, 6
_STATUS_HEIGHT = 4
_PER_ROW = _COLUMNS // _WIDTH


def dashboard(
    name: str,
    environment: Environment,
    members: Sequence[str],
    watched: Sequence[Alarm],
    thresholds: Mapping[str, float],
) -> str:
    """The body of the dashboard as JSON; the same bytes for the same arguments.

    It is written out rather than put together from references, so that a plan shows all of it.
    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    (checked 2026-11-22).
    """
    graphs = [
        _placed(index, _graph(alarm, thresholds[alarm.metric], environment, _series(alarm, name, environment, members)))
        for index, alarm in enumerate(watched)
    ]
    return json.dumps({"widgets": [_status(name, environment, members, watched), *graphs]}, separators=(",", ":"))


def _status(name: str, environment: Environment, members: Sequence[str], watched: Sequence[Alarm]) -> dict[str, object]:
    prefix = f"arn:aws:cloudwatch:{environment.region}:{environment.account_id}:alarm:{environment.environment}"
    paging = [alarm for alarm in watched if alarm.severity == "page"]
    alarms = [f"{prefix}-{name}-page"]
    alarms += [
        f"{prefix}-{owner}-{alarm.name}" for alarm in paging for owner in ([name] if alarm.log else list(members))
    ]
    return {
        "type": "alarm",
        "x": 0,
        "y": 0,
        "width": _COLUMNS,
        "height": _STATUS_HEIGHT,
        "properties": {"title": f"{name}: alarms that page", "alarms": alarms},
    }


def _placed(index: int, properties: dict[str, object]) -> dict[str, object]:
    row, column = divmod(index, _PER_ROW)
    return {
        "type": "metric",
        "x": column * _WIDTH,
        "y": _STATUS_HEIGHT + row * _HEIGHT,
        "width": _WIDTH,
        "height": _HEIGHT,
        "properties": properties,
    }


def _series(alarm: Alarm, name: str, environment: Environment, members: Sequence[str]) -> list[list[str]]:
    if alarm.log:
        return [[f"Tidegate/{environment.environment}/{name}", alarm.metric]]
    return [["AWS/RDS", alarm.metric, "DBInstanceIdentifier", member] for member in members]


def _graph(alarm: Alarm, threshold: float, environment: Environment, series: list[list[str]]) -> dict[str, object]:
    return {
        "title": alarm.metric,
        "region": environment.region,
        "view": "timeSeries",
        "stat": alarm.statistic,
        "period": PERIOD_SECONDS,
        "metrics": series,
        "annotations": {"horizontal": [{"label": alarm.severity, "value": threshold}]},
    }
