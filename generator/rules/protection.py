"""Protection against deletion."""

from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.base import DatabaseRule, Rule
from generator.spec.document import Path
from generator.spec.model import Database


class ClusterProtection(DatabaseRule):
    """The cluster cannot be deleted by one call."""

    id = "RDS050"
    title = "The cluster is protected against deletion"
    severity = "warning"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html"
    explanation = (
        "Automated backups of a Multi-AZ DB cluster go with the cluster, and a deleted one cannot be restored to a "
        "point in time. Turn the protection off only in the change before a wanted deletion."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where the protection is off."""
        if not database.deletion_protection:
            yield self.finding(
                (*path, "deletion_protection"),
                f"nothing keeps the cluster {path[1]}, and its automated backups, from being deleted",
                f"remove databases.{path[1]}.deletion_protection unless the cluster is to be deleted next",
            )


class EnvironmentProtection(Rule):
    """Keys, vault and logs cannot be destroyed by one command."""

    id = "RDS051"
    title = "Keys, vault and logs are protected against destruction"
    severity = "warning"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"
    explanation = (
        "A database whose storage key is gone cannot be read again, and neither can its snapshots. Turn the protection "
        "off only in the change before the whole environment is destroyed."
    )

    def check(self) -> Iterator[Finding]:
        """One finding where the protection is off."""
        if not self.environment.deletion_protection:
            yield self.finding(
                ("deletion_protection",),
                "nothing keeps Terraform from destroying the keys, the vault and the logs",
                "remove deletion_protection unless the environment is to be destroyed next",
            )


RULES = (ClusterProtection, EnvironmentProtection)
