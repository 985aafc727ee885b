"""An alarm goes off where the trouble is."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.alarms import NAMESPACE, member_metrics
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, Value, shown

_OPERATORS = {
    "above": ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold"),
    "below": ("LessThanThreshold", "LessThanOrEqualToThreshold"),
}
_SEEING = {"above": ("Average", "Maximum", "Sum"), "below": ("Average", "Minimum")}
_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?|100)")


class AlarmThreshold(Policy):
    """Direction, threshold and statistic of the alarms on required metrics."""

    id = "CKV_TDG_512"
    title = "Alarms on members go off on the side where the trouble is"
    category = "monitoring"
    why = (
        "`CPUUtilization < 90` is always on or never looked at, `FreeStorageSpace > 0` too; a threshold beyond what "
        "the metric can be never goes off; a minimum over a minute hides the worst of it."
    )
    source = (
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
        "Best_Practice_Recommended_Alarms_AWS_Services.html"
    )
    fix = "Remove the metric from the database's alarms in the spec, or set a threshold that it can pass."
    types = ("aws_cloudwatch_metric_alarm",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the alarm is on a metric of RDS that is required."""
        return (
            stack.text(resource.get("namespace")) == NAMESPACE
            and stack.text(resource.get("metric_name")) in member_metrics()
        )

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on each of operator, threshold and statistic that lets trouble pass."""
        metric = stack.text(resource.get("metric_name")) or ""
        wanted = member_metrics()[metric]
        side = wanted["side"]
        operator = resource.get("comparison_operator")
        if operator not in _OPERATORS[side]:
            message = f"comparison_operator is {shown(operator)}, and trouble with {metric} is {side} the threshold"
            yield Violation(message, attribute="comparison_operator")
        given = resource.get("threshold")
        threshold = number(given)
        # Nothing is below 0, and what is in per cent is never above 100.
        if (
            threshold is None
            or threshold < 0
            or threshold > wanted.get("most", threshold)
            or (side, threshold) == ("below", 0)
        ):
            yield Violation(f"threshold is {shown(given)}, which {metric} cannot pass in time", attribute="threshold")
        for name in ("statistic", "extended_statistic"):
            statistic = resource.get(name)
            if statistic is not None and _hides(statistic, side):
                yield Violation(f"{name} is {shown(statistic)}, which hides trouble with {metric}", attribute=name)


def _hides(statistic: Value, side: str) -> bool:
    percentile = _PERCENTILE.fullmatch(statistic) if isinstance(statistic, str) else None
    if percentile:
        return float(percentile[1]) < 50 if side == "above" else float(percentile[1]) > 50
    return statistic not in _SEEING[side]


check = register(AlarmThreshold)
