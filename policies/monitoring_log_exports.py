"""Every log of the cluster is exported."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, shown


class LogExports(ClusterPolicy):
    """All four logs that a Multi-AZ DB cluster for MySQL has, and none that it has not."""

    id = "CKV_TDG_501"
    title = "All logs of a cluster are exported, and none that it does not have"
    category = "monitoring"
    why = (
        "Logs on a member go with the member. Failed IAM logins are nowhere else than in iam-db-auth-error. `audit` "
        "passes the plan, and the cluster cannot be made: it needs an option group, which such clusters do not have."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    fix = "Leave logs.exports out of the spec, or name error, general, slowquery and iam-db-auth-error."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each missing log, and for each that the cluster does not have."""
        required = facts("log_exports")["required"]
        given = items(resource.get("enabled_cloudwatch_logs_exports"))
        known = {stack.text(each): each for each in given}
        for name in required:
            if name not in known:
                yield _violation(f"the {name} log is not exported")
        for text, each in known.items():
            if text not in required:
                yield _violation(f"{shown(each)} is exported, and no log of such a cluster")


def _violation(message: str) -> Violation:
    return Violation(message, attribute="enabled_cloudwatch_logs_exports")


check = register(LogExports)
