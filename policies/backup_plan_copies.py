"""Snapshots of clusters are not copied, nor continuous."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import off
from policies.engine.stack import Resource, Stack, shown


class PlanCopies(Policy):
    """No copy action, whatever its destination, and no continuous backup."""

    id = "CKV_TDG_411"
    title = "No backup plan copies snapshots, or asks for continuous backups"
    category = "backup"
    why = (
        "AWS Backup copies no snapshot of a Multi-AZ DB cluster and has no point-in-time restore of one: such a rule "
        "fails its jobs. For everything else that it selects, a copy is how data gets into another region or account."
    )
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/rds-backup.html"
    fix = "Remove copy_action, and enable_continuous_backup."
    types = ("aws_backup_plan",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each copy action, and for each rule that may be continuous."""
        del stack
        for index, rule in enumerate(resource.blocks("rule")):
            if rule.get("copy_action") not in (None, []):
                yield Violation("the rule copies its snapshots to another vault", attribute=f"rule.{index}.copy_action")
            continuous = rule.get("enable_continuous_backup")
            if not off(continuous):
                message = f"enable_continuous_backup is {shown(continuous)}, which clusters do not have"
                yield Violation(message, attribute=f"rule.{index}.enable_continuous_backup")


check = register(PlanCopies)
