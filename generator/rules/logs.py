"""Exported logs and how long they are kept."""

from collections.abc import Iterator

from generator.facts.bounds import least_log_days
from generator.facts.choices import choices
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.spec.document import Path
from generator.spec.model import Database


class DuplicateExport(DatabaseRule):
    """Each log is exported once."""

    id = "RDS040"
    title = "No log is exported twice"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    explanation = "Each export makes a log group of its own name; a second one of the same name cannot be made."

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each repetition."""
        exports = database.logs.exports
        for index, export in enumerate(exports):
            if export in exports[:index]:
                yield self.finding(
                    (*path, "logs", "exports", index), f"the {export} log is exported twice", f"remove one `{export}`"
                )


class SignInsUnseen(DatabaseRule):
    """Failed sign-ins of IAM users can be seen somewhere."""

    id = "RDS041"
    title = "The log of failed IAM sign-ins is exported"
    severity = "warning"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"
    explanation = (
        "Neither CloudTrail nor CloudWatch records sign-ins with IAM tokens. The log `iam-db-auth-error` is the only "
        "place where failed ones show, and the alarm on them counts its lines."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where a user signs in with IAM and the log is not exported."""
        if "iam-db-auth-error" not in database.logs.exports and any(user.auth == "iam" for user in database.users):
            yield self.finding(
                (*path, "logs", "exports"),
                "users sign in with IAM, and nothing records failed sign-ins",
                f"add iam-db-auth-error to databases.{path[1]}.logs.exports",
            )


class LogRetention(DatabaseRule):
    """Log lines are kept for a time that CloudWatch knows."""

    id = "RDS042"
    title = "Logs are kept for a number of days that CloudWatch takes"
    source = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"
    explanation = "CloudWatch Logs takes 22 retentions, from 1 day to 3,653, and nothing between them."

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a number that is not among them."""
        days = database.logs.retention_days
        if days not in choices().log_retention_days:
            near = nearest(days, choices().log_retention_days)
            yield self.finding(
                (*path, "logs", "retention_days"),
                f"CloudWatch Logs cannot keep lines for {days} days",
                f"set databases.{path[1]}.logs.retention_days to {near}",
            )


class LogLeast(DatabaseRule):
    """What happened can be looked up for a quarter."""

    id = "RDS048"
    title = "Logs are kept for 90 days at least"
    source = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"
    explanation = (
        "CloudWatch Logs keeps lines from one day on. What happened is often asked for months later: the policies ask "
        "for 90 days on every log group."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a retention that CloudWatch takes, and that is shorter."""
        days, values = database.logs.retention_days, choices().log_retention_days
        least = min(value for value in values if value >= least_log_days())
        if days in values and days < least:
            yield self.finding(
                (*path, "logs", "retention_days"),
                f"lines of logs would be kept for {days} {'day' if days == 1 else 'days'}, and {least} are the fewest",
                f"set databases.{path[1]}.logs.retention_days to at least {least}, or remove it",
            )


def nearest(wanted: int, values: tuple[int, ...]) -> str:
    """The values around `wanted`: `365 or 400`."""
    below = [value for value in values if value < wanted]
    above = [value for value in values if value > wanted]
    return " or ".join(str(value) for value in (*below[-1:], *above[:1]))


RULES = (DuplicateExport, SignInsUnseen, LogRetention, LogLeast)
