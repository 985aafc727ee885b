"""AWS Backup is not asked for what clusters do not have."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import off
from policies.engine.stack import Resource, Stack, shown


class ContinuousBackup(Policy):
    """No continuous backup: a cluster's own automated backups are what a restore to any second starts from."""

    id = "CKV_TDG_712"
    title = "No backup plan asks for continuous backups"
    category = "shape"
    why = "AWS Backup restores instances to a point in time, not clusters: a rule that asks for it fails its jobs."
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/rds-backup.html"
    fix = "Set enable_continuous_backup to false, or leave it out."
    types = ("aws_backup_plan",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each rule that is, or may be, continuous."""
        del stack
        for index, rule in enumerate(resource.blocks("rule")):
            continuous = rule.get("enable_continuous_backup")
            if not off(continuous):
                message = f"enable_continuous_backup is {shown(continuous)}, which clusters do not have"
                yield Violation(message, attribute=f"rule.{index}.enable_continuous_backup")


check = register(ContinuousBackup)
