"""Logs are kept long enough, and not for ever."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.facts import facts
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown


class LogRetention(Policy):
    """A retention of at least 90 days on every log group."""

    id = "CKV_TDG_503"
    title = "Every log group keeps its lines for at least 90 days, and not for ever"
    category = "monitoring"
    why = (
        "What happened is often asked for months later. Without a retention, or with 0, lines are never deleted, and "
        "the general and the slow query log hold what users wrote: personal data."
    )
    source = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"
    fix = "Set logs.retention_days of the database to 90 or more, to a value that CloudWatch Logs takes."
    types = ("aws_cloudwatch_log_group",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the log group."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation on a retention that is not given, too short, or none that CloudWatch Logs takes."""
        del stack
        retention = facts("observation")["log_retention"]
        given = resource.get("retention_in_days")
        days = number(given)
        if days not in retention["values"] or days < retention["least"]:
            message = f"retention_in_days is {shown(given)}, and none of CloudWatch's from {retention['least']} days on"
            yield Violation(message, attribute="retention_in_days")


check = register(LogRetention)
