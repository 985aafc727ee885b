"""AWS refuses to delete the cluster."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown


class DeletionProtection(ClusterPolicy):
    """Deletion protection on the cluster itself, whoever asks for the deletion."""

    id = "CKV_TDG_403"
    title = "Clusters are protected against deletion"
    category = "backup"
    why = "Automated backups of a Multi-AZ DB cluster are deleted with it, and there is no restore of a deleted one."
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html"
    fix = "Remove deletion_protection of the database from the spec, or waive this until the deletion is done."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the protection is certainly on."""
        del stack
        given = resource.get("deletion_protection")
        if truth(given) is not True:
            yield Violation(f"deletion_protection is {shown(given)}, and not true", attribute="deletion_protection")


check = register(DeletionProtection)
