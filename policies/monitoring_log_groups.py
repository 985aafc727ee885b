"""The log groups of a cluster stand before it writes to them."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy, identifier, log_group
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack


class LogGroups(ClusterPolicy):
    """A log group of the right name for each log, that the cluster waits for."""

    id = "CKV_TDG_502"
    title = "Every log of a cluster has a log group that is made before the cluster"
    category = "monitoring"
    why = (
        "Where there is no log group, RDS makes one: without a customer-managed key, and kept for ever. A group of "
        "another name, or one that comes after the cluster, is too late, and its own creation fails."
    )
    source = (
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html"
    )
    fix = "Make /aws/rds/cluster/<identifier>/<log> for each log, and name it in the cluster's depends_on."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each log without a group, and for each group that the cluster does not wait for."""
        name = identifier(resource, stack)
        for export in facts("log_exports")["required"]:
            group = log_group(resource, export, stack)
            if group is None:
                message = f"there is no log group /aws/rds/cluster/{name or '?'}/{export} in the cluster's region"
                yield Violation(message, attribute="enabled_cloudwatch_logs_exports")
            elif group.address not in items(resource.get("depends_on")):
                message = f"the cluster does not wait for {group.address}, to which it writes its {export} log"
                yield Violation(message, attribute="depends_on")


check = register(LogGroups)
