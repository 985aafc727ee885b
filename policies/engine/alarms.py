"""Which alarm watches what."""

from collections.abc import Iterator
from typing import Any

from policies.engine.clusters import identifier, log_group, made, members
from policies.engine.facts import facts
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack

NAMESPACE = "AWS/RDS"
FUNCTIONS = "AWS/Lambda"
DIMENSION = "DBInstanceIdentifier"


def member_metrics() -> dict[str, Any]:
    """What each member's alarms must be, by metric."""
    found: dict[str, Any] = facts("required_alarms")["members"]
    return found


def log_metrics() -> dict[str, Any]:
    """The counts of log lines that an alarm is on, by metric."""
    found: dict[str, Any] = facts("required_alarms")["logs"]
    return found


def member_alarm(cluster: Resource, metric: str, member: str, stack: Stack) -> Resource | None:
    """The alarm on a metric of a member, in the cluster's region."""
    wanted = {DIMENSION: member}
    for alarm in _alarms_on(cluster, NAMESPACE, metric, stack):
        if _dimensions(alarm, stack) == wanted:
            return alarm
    return None


def counting(cluster: Resource, metric: str, stack: Stack) -> list[Resource]:
    """The metric filters that count the right lines of the right log of the cluster, one for each line."""
    wanted = log_metrics()[metric]
    return [
        each
        for each in _filters(cluster, wanted["log"], stack)
        if stack.text(each.get("pattern", "")) == wanted["pattern"]
        and number(each.get("metric_transformation.0.value")) == 1
    ]


def log_alarm(cluster: Resource, metric: str, stack: Stack) -> Resource | None:
    """The alarm on the count of lines that a filter of the cluster makes."""
    for each in counting(cluster, metric, stack):
        name, namespace = (stack.text(each.get(f"metric_transformation.0.{key}")) for key in ("name", "namespace"))
        found = _alarms_on(cluster, namespace, name, stack) if name and namespace else []
        if found:
            return found[0]
    return None


def function_alarms(function: Resource, metric: str, stack: Stack) -> list[Resource]:
    """The alarms on a metric of a function, in its region."""
    name = stack.text(function.get("function_name"))
    return [
        alarm
        for alarm in _alarms_on(function, FUNCTIONS, metric, stack)
        if name is not None and _dimensions(alarm, stack) == {"FunctionName": name}
    ]


def _dimensions(alarm: Resource, stack: Stack) -> dict[str, str | None] | None:
    found = alarm.get("dimensions")
    return {key: stack.text(value) for key, value in found.items()} if isinstance(found, dict) else None


def paging(cluster: Resource, stack: Stack) -> Iterator[tuple[str, Resource]]:
    """The alarms of a cluster that wake somebody, each with its metric."""
    name = identifier(cluster, stack)
    for metric, each in member_metrics().items():
        for member in members(name) if name and each["page"] else ():
            alarm = member_alarm(cluster, metric, member, stack)
            if alarm:
                yield metric, alarm
    for metric, each in log_metrics().items():
        alarm = log_alarm(cluster, metric, stack) if each["page"] else None
        if alarm:
            yield metric, alarm


def _alarms_on(cluster: Resource, namespace: str, metric: str, stack: Stack) -> list[Resource]:
    return [
        alarm
        for alarm in stack.having(metric, "metric_name", "aws_cloudwatch_metric_alarm")
        if alarm.mode == "managed"
        and alarm.region == cluster.region
        and stack.text(alarm.get("namespace")) == namespace
    ]


def _filters(cluster: Resource, export: str, stack: Stack) -> list[Resource]:
    group = log_group(cluster, export, stack)
    name = stack.text(group.get("name")) if group else None
    if group is None or name is None:
        return []
    return [
        each
        for each in made(stack, "aws_cloudwatch_log_metric_filter")
        if each.region == group.region and stack.text(each.get("log_group_name")) == name
    ]
