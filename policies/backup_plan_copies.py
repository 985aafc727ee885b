"""Snapshots of clusters are not copied."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class PlanCopies(Policy):
    """No copy action, whatever its destination."""

    id = "CKV_TDG_411"
    title = "No backup plan copies snapshots"
    category = "backup"
    why = (
        "AWS Backup copies no snapshot of a Multi-AZ DB cluster: such a rule fails its jobs. For everything else that "
        "the plan selects, a copy is how data gets into another region or account."
    )
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/rds-backup.html"
    fix = "Remove copy_action."
    types = ("aws_backup_plan",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each rule with a copy action."""
        del stack
        for index, rule in enumerate(resource.blocks("rule")):
            if rule.get("copy_action") not in (None, []):
                yield Violation("the rule copies its snapshots to another vault", attribute=f"rule.{index}.copy_action")


check = register(PlanCopies)
