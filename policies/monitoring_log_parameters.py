"""Exported logs are written at all."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.parameters import parameter_group, set_to
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown


class LogParameters(ClusterPolicy):
    """The general and the slow query log are on, and go to files."""

    id = "CKV_TDG_505"
    title = "The parameters that exported logs need are set in the cluster's parameter group"
    category = "monitoring"
    why = "general_log and slow_query_log are off by default, and RDS exports files only: the log groups stay empty."
    source = (
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html"
    )
    fix = "Leave general_log, slow_query_log and log_output out of the database's parameters in the spec."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each parameter that is not set to what the logs need."""
        group = parameter_group(resource, stack)
        if group is None:
            message = "the cluster has no parameter group of this stack, and so none of the logs' parameters"
            yield Violation(message, attribute="db_cluster_parameter_group_name")
            return
        for name, taken in facts("log_exports")["parameters"].items():
            found = set_to(group, name, stack)
            wrong = [value for value, text in found if text not in taken] if found else [None]
            if wrong:
                yield Violation(
                    f"{name} is {shown(wrong[0])}, and not {' or '.join(taken)}", group.address, "parameter"
                )


check = register(LogParameters)
