"""Automated backups are kept."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown

LEAST_DAYS = 7
_MOST = 35


class BackupRetention(ClusterPolicy):
    """A week of automated backups at the least: what AWS's console proposes."""

    id = "CKV_TDG_401"
    title = "Automated backups are kept for 7 to 35 days"
    category = "backup"
    why = (
        "Without the argument, or with 0, a Multi-AZ DB cluster keeps one day: a mistake on Friday can be undone until "
        "Saturday."
    )
    source = (
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html"
    )
    fix = "Set backup.retention_days of the database to 7 or more."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation on a retention that is too short, too long or not known."""
        del stack
        given = resource.get("backup_retention_period")
        days = number(given)
        if days is None or not LEAST_DAYS <= days <= _MOST:
            message = f"backup_retention_period is {shown(given)}, and not {LEAST_DAYS} to {_MOST} days"
            yield Violation(message, attribute="backup_retention_period")


check = register(BackupRetention)
