"""Snapshots are taken daily."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown

_EVERY_DAY = re.compile(r"cron\(\S+ \S+ (?:\*|\?|\*/1|1/1) (?:\*|\*/1|1/1|1-12) (?:\*|\?|\*/1|1-7) (?:\*|\*/1)\)")
_RATE = re.compile(r"rate\((?:1 day|\d+ (?:hour|minute)s?)\)")


class PlanSchedule(Policy):
    """Each plan has a rule that runs at least once a day."""

    id = "CKV_TDG_412"
    title = "Every backup plan takes a snapshot at least once a day"
    category = "backup"
    why = "A plan that runs on demand, or in February, protects nothing, and looks the same as one that does."
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html"
    fix = "Give one rule of the plan a schedule for every day, such as cron(0 6 * * ? *)."
    types = ("aws_backup_plan",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation where no rule's schedule is certainly daily, or more often."""
        schedules = [(rule.get("schedule"), stack.text(rule.get("schedule")) or "") for rule in resource.blocks("rule")]
        if not any(_EVERY_DAY.fullmatch(text) or _RATE.fullmatch(text) for _, text in schedules):
            given = shown([schedule for schedule, _ in schedules])
            yield Violation(f"no rule runs every day: the schedules are {given}", attribute="rule.0.schedule")


check = register(PlanSchedule)
