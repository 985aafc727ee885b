"""Nobody counts on backups that outlive the cluster."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown


class AutomatedDeletion(ClusterPolicy):
    """`delete_automated_backups = false` looks like a safety net, and is none here."""

    id = "CKV_TDG_406"
    title = "No cluster asks to keep automated backups beyond its deletion"
    category = "backup"
    why = (
        "RDS retains automated backups of deleted DB instances, not of Multi-AZ DB clusters. With the argument at "
        "false the stack promises backups that will not be there; the final snapshot and the vault are what remains."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html"
    fix = "Leave delete_automated_backups out."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation where the argument is given, and not true."""
        del stack
        given = resource.get("delete_automated_backups")
        if given is not None and truth(given) is not True:
            message = f"delete_automated_backups is {shown(given)}, which RDS does not do for Multi-AZ DB clusters"
            yield Violation(message, attribute="delete_automated_backups")


check = register(AutomatedDeletion)
