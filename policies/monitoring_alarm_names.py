"""Alarms do not overwrite each other."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown

_TYPES = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")


class AlarmNames(Policy):
    """Every alarm has a name of its own."""

    id = "CKV_TDG_514"
    title = "No two alarms have the same name"
    category = "monitoring"
    why = "CloudWatch knows an alarm by its name: of two with the same, in silence, only the one made last is there."
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
    fix = "Name each alarm after its database, member and metric."
    types = _TYPES

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation where the name is another alarm's too, or is not known."""
        given = resource.get("alarm_name")
        name = stack.text(given)
        if name is None:
            yield Violation(f"alarm_name is {shown(given)}", attribute="alarm_name")
            return
        same = [each for kind in _TYPES for each in stack.having(name, "alarm_name", kind)]
        if sum(each.region == resource.region for each in same) > 1:
            yield Violation(f"alarm_name {shown(name)} is given to {len(same)} alarms", attribute="alarm_name")


check = register(AlarmNames)
