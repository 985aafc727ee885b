"""Times for which something is kept, made shorter."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.findings import Finding
from generator.guards.base import CLUSTER, Guard
from generator.terraform.plan import Change

_BACKUPS = (
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html"
)


@dataclass(frozen=True, slots=True)
class _Kept:
    argument: str
    what: str
    source: str


_KEPT = {
    CLUSTER: (
        _Kept("backup_retention_period", "automated backups", _BACKUPS),
        _Kept(
            "performance_insights_retention_period",
            "performance history",
            "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.cost.html",
        ),
    ),
    "aws_cloudwatch_log_group": (
        _Kept(
            "retention_in_days",
            "log events",
            "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
        ),
    ),
}


def shortened(change: Change) -> Iterator[tuple[_Kept, int, int]]:
    """What a change in place keeps for a shorter time: days before and after; 0 days of a log group mean for ever."""
    for kept in _KEPT.get(change.type, ()) if change.action == "update" else ():
        before, after = change.before.get(kept.argument), change.after.get(kept.argument)
        endless = kept.argument == "retention_in_days" and before == 0
        if isinstance(before, int) and isinstance(after, int) and after and (after < before or endless):
            yield kept, before, after


class RetentionShortened(Guard):
    """Nothing is kept for a shorter time unseen."""

    id = "GRD004"
    title = "Backups and logs are not kept for a shorter time than before"
    source = _BACKUPS
    explanation = (
        "When a retention is made shorter, what is older than the new one is deleted at once: backups that the "
        "database could have been restored to, or logs that an audit may ask for."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each retention that gets shorter."""
        for change in self.plan.changes:
            for kept, before, after in shortened(change):
                was = f"{before} days" if before else "for ever"
                message = f"{kept.what} were kept {was}, and those older than {after} days would be deleted at once"
                fix = f"leave it at {before or 'no limit'}, or have the loss waived"
                yield self.finding(change, kept.argument, message, fix, effect="data loss", source=kept.source)


GUARDS = (RetentionShortened,)
