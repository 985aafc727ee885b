"""Rotation of passwords."""

from collections.abc import Iterator

from generator.facts.bounds import longest_rotation_days
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.spec.document import Path
from generator.spec.model import Database


class PasswordRotation(DatabaseRule):
    """No password is in use for longer than the policies allow."""

    id = "USR020"
    title = "Passwords are rotated often enough"
    source = "https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-4"
    explanation = (
        "Secrets Manager takes up to 1,000 days between two rotations. A password that is not changed for that long is "
        "known to everybody who ever saw it; Security Hub asks for a rotation within 90 days, and so do the policies."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for the master user, and one for each user with a password, that keeps it for too long."""
        yield from self._check(database.master_rotation_days, (*path, "master_rotation_days"), "the master user")
        for index, user in enumerate(database.users):
            if user.auth == "secret":
                yield from self._check(user.rotation_days, (*path, "users", index, "rotation_days"), user.name)

    def _check(self, days: int, path: Path, user: str) -> Iterator[Finding]:
        longest = longest_rotation_days()
        if days > longest:
            message = f"{user} would keep a password for {days} days, and {longest} are the most"
            yield self.finding(path, message, f"set {path[-1]} to at most {longest}, or remove it")


RULES = (PasswordRotation,)
