"""An alarm is evaluated soon, also where there is no data."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.alarms import NAMESPACE, member_metrics
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown

_MISSING = ("missing", "notBreaching", "breaching")
_LONGEST_PERIOD = 300
_LONGEST_SECONDS = 3600


class AlarmEvaluation(Policy):
    """Every alarm says what missing data means, and takes at most an hour."""

    id = "CKV_TDG_513"
    title = "Alarms are evaluated within an hour, and say what missing data means"
    category = "monitoring"
    why = (
        "With `ignore` an alarm keeps the state that it had when the data stopped. A member that reports no CPU is "
        "gone: that has to count as breaching. What needs a day of trouble before it goes off comes too late."
    )
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html"
    fix = "Set period to 60, evaluation_periods to a few, and treat_missing_data as Tidegate's alarms have it."
    types = ("aws_cloudwatch_metric_alarm",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on missing data, and on how long the alarm takes."""
        given = resource.get("treat_missing_data", "missing")
        wanted = _wanted(resource, stack)
        if given not in wanted:
            message = f"treat_missing_data is {shown(given)}, and not {' or '.join(wanted)}"
            yield Violation(message, attribute="treat_missing_data")
        period, periods = (number(resource.get(name)) for name in ("period", "evaluation_periods"))
        if period is None or not 0 < period <= _LONGEST_PERIOD:
            yield Violation(
                f"period is {shown(resource.get('period'))}, and not 300 seconds or less", attribute="period"
            )
        elif periods is None or not 0 < periods * period <= _LONGEST_SECONDS:
            message = f"evaluation_periods is {shown(resource.get('evaluation_periods'))}, and not an hour or less"
            yield Violation(message, attribute="evaluation_periods")
        else:
            yield from _datapoints(resource, periods)


def _wanted(alarm: Resource, stack: Stack) -> tuple[str, ...]:
    metric = stack.text(alarm.get("metric_name")) if stack.text(alarm.get("namespace")) == NAMESPACE else None
    only = member_metrics().get(metric or "", {}).get("missing")
    return (only,) if only else _MISSING


def _datapoints(alarm: Resource, periods: int | float) -> Iterator[Violation]:
    given = alarm.get("datapoints_to_alarm")
    points = number(given)
    if given is not None and (points is None or not 0 < points <= periods):
        message = f"datapoints_to_alarm is {shown(given)}, and there are {periods:g} periods"
        yield Violation(message, attribute="datapoints_to_alarm")


check = register(AlarmEvaluation)
