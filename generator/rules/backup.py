"""How long backups are kept, and that the vault takes them."""

from collections.abc import Iterator

from generator.facts.bounds import least_backup_days, least_vault_days
from generator.facts.choices import choices
from generator.findings import Finding
from generator.rules.base import DatabaseRule, Rule
from generator.spec.document import Path
from generator.spec.model import Database

_LOCK = "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html"


class BackupRetention(DatabaseRule):
    """Automated backups are kept for as long as AWS can."""

    id = "RDS035"
    title = "Automated backups are kept for 1 to 35 days"
    source = (
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html"
    )
    explanation = (
        "A Multi-AZ DB cluster keeps automated backups for 1 to 35 days, and they cannot be turned off: Terraform's "
        "plan accepts 0, and the cluster gets 1 day. What is to be kept longer belongs into the vault's snapshots."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a retention out of the range."""
        least, most = choices().backup_retention_days
        days = database.backup.retention_days
        if not least <= days <= most:
            bound = least if days < least else most
            yield self.finding(
                (*path, "backup", "retention_days"),
                f"automated backups are kept for {least} to {most} days, not {days}",
                f"set databases.{path[1]}.backup.retention_days to {bound}"
                + (", and keep more in backup.snapshots" if days > most else ""),
            )


class BackupLeast(DatabaseRule):
    """A mistake can be undone for a week."""

    id = "RDS039"
    title = "Automated backups are kept for a week at least"
    source = (
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html"
    )
    explanation = (
        "AWS keeps automated backups from one day on. A mistake made on Friday could then be undone until Saturday: "
        "the policies ask for a week."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a retention that AWS takes, and that is shorter."""
        days, least = database.backup.retention_days, least_backup_days()
        if 1 <= days < least:
            yield self.finding(
                (*path, "backup", "retention_days"),
                f"a mistake could be undone for {days} {'day' if days == 1 else 'days'}, and {least} are the fewest",
                f"set databases.{path[1]}.backup.retention_days to at least {least}, or remove it",
            )


class VaultRange(Rule):
    """The vault's two bounds leave something between them."""

    id = "RDS036"
    title = "The vault's least retention is not above its most"
    source = _LOCK
    explanation = (
        "A vault's lock holds the shortest and the longest time that a snapshot may be kept. With the bounds the wrong "
        "way round AWS refuses the lock."
    )

    def check(self) -> Iterator[Finding]:
        """One finding where the bounds are the wrong way round."""
        vault = self.environment.vault
        if vault.min_retention_days > vault.max_retention_days:
            yield self.finding(
                self.written(("vault", "min_retention_days"), ("vault", "max_retention_days")),
                f"snapshots cannot be kept for at least {vault.min_retention_days} days and at most "
                f"{vault.max_retention_days}",
                f"set vault.min_retention_days to at most {vault.max_retention_days}",
            )


class VaultLeast(Rule):
    """The vault's lock keeps a snapshot for long enough."""

    id = "RDS038"
    title = "The vault keeps snapshots for a week at least"
    source = _LOCK
    explanation = (
        "AWS takes a lock from one day on. Whoever may delete backups could then do so before anybody has noticed that "
        "the data went bad; the policies ask for a week."
    )

    def check(self) -> Iterator[Finding]:
        """One finding on a lock that is shorter."""
        days, least = self.environment.vault.min_retention_days, least_vault_days()
        if days < least:
            yield self.finding(
                ("vault", "min_retention_days"),
                f"the vault's lock lets a snapshot go after {days} {'day' if days == 1 else 'days'}, and {least} are "
                "the fewest",
                f"set vault.min_retention_days to at least {least}, or remove it",
            )


class SnapshotRetention(DatabaseRule):
    """The vault takes the snapshots."""

    id = "RDS037"
    title = "Snapshots are kept for a time that the vault allows"
    source = _LOCK
    explanation = (
        "A locked vault fails every backup job whose retention is out of its bounds. Neither the plan nor the apply "
        "shows it: only the missing snapshots do."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a retention that the vault refuses."""
        vault, days = self.environment.vault, database.backup.snapshots.retention_days
        sound = vault.min_retention_days <= vault.max_retention_days
        if sound and not vault.min_retention_days <= days <= vault.max_retention_days:
            low = days < vault.min_retention_days
            bound = f"at least {vault.min_retention_days}" if low else f"at most {vault.max_retention_days}"
            bound_path = ("vault", "min_retention_days" if low else "max_retention_days")
            yield self.finding(
                self.written((*path, "backup", "snapshots", "retention_days"), bound_path),
                f"the vault takes snapshots that are kept for {vault.min_retention_days} to "
                f"{vault.max_retention_days} days, not {days}",
                f"set databases.{path[1]}.backup.snapshots.retention_days to {bound}, or change the vault's bounds",
            )


RULES = (BackupRetention, BackupLeast, VaultRange, VaultLeast, SnapshotRetention)
