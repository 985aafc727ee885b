"""An alarm is heard."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import items, truth
from policies.engine.stack import Resource, Stack, shown
from policies.engine.topics import live_topic


class AlarmActions(Policy):
    """Every alarm has its actions enabled, and all of them are topics of this stack."""

    id = "CKV_TDG_511"
    title = "Every alarm tells a topic of this stack"
    category = "monitoring"
    why = (
        "An alarm without an action, with its actions disabled, or with one that leads to a topic that is not there, "
        "changes colour in a console that nobody looks at."
    )
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"
    fix = "Set alarm_actions to the ARN of the alerts topic, and leave actions_enabled and suppressors out."
    types = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation where actions are off, missing, suppressed, or do not lead to a topic of this stack."""
        enabled = resource.get("actions_enabled", True)
        if truth(enabled) is not True:
            yield Violation(f"actions_enabled is {shown(enabled)}, and not true", attribute="actions_enabled")
        actions = items(resource.get("alarm_actions"))
        if not actions:
            yield Violation("the alarm has no alarm_actions", attribute="alarm_actions")
        for action in actions:
            if live_topic(action, resource, stack) is None:
                message = f"alarm_actions has {shown(action)}, which is no topic of this stack and region"
                yield Violation(message, attribute="alarm_actions")
        if resource.get("actions_suppressor") not in (None, []):
            yield Violation("another alarm suppresses the actions", attribute="actions_suppressor")


check = register(AlarmActions)
