"""Exported logs are written at all."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy, leads_to, made
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, Value, shown


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
        group = _group(resource, stack)
        for name, taken in facts("log_exports")["parameters"].items():
            given = [_text(each, stack) for each in _set_in(group, name)]
            if not given or any(value not in taken for value in given):
                values = [each.get("value") for each in _set_in(group, name)]
                message = f"{name} is {shown(values[0] if values else None)}, and not {' or '.join(taken)}"
                culprit = group.address if group else None
                yield Violation(message, culprit, "parameter" if group else "db_cluster_parameter_group_name")


def _group(cluster: Resource, stack: Stack) -> Resource | None:
    given = cluster.get("db_cluster_parameter_group_name")
    groups = made(stack, "aws_rds_cluster_parameter_group")
    return next((group for group in groups if leads_to(given, group, stack, "name", "id")), None)


def _set_in(group: Resource | None, name: str) -> list[dict[str, Value]]:
    return [each for each in group.blocks("parameter") if each.get("name") == name] if group else []


def _text(parameter: dict[str, Value], stack: Stack) -> str | None:
    value = parameter.get("value")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else stack.text(value)


check = register(LogParameters)
