"""Changes wait for the maintenance window."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.reading import off
from policies.engine.stack import Resource, Stack, shown


class ApplyImmediately(ClusterPolicy):
    """No change restarts members at once."""

    id = "CKV_TDG_709"
    title = "Changes of a cluster wait for its maintenance window"
    category = "shape"
    why = "Applied at once, a new class or version restarts the members, and fails over, in the middle of the day."
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/modify-multi-az-db-cluster.html"
    fix = "Set apply_immediately to false, or leave it out."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless it is certainly off."""
        del stack
        given = resource.get("apply_immediately")
        if not off(given):
            yield Violation(f"apply_immediately is {shown(given)}, and not false", attribute="apply_immediately")


check = register(ApplyImmediately)
