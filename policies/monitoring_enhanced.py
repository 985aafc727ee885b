"""Enhanced Monitoring is on, and can write."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy, leads_to, made
from policies.engine.documents import statements
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.reading import items, number
from policies.engine.stack import Resource, Stack, shown

_SERVICE = "monitoring.rds.amazonaws.com"


class EnhancedMonitoring(ClusterPolicy):
    """An interval, and a role of this stack that RDS can use for it."""

    id = "CKV_TDG_506"
    title = "Enhanced Monitoring is on, with a role that can write its metrics"
    category = "monitoring"
    why = (
        "Enhanced Monitoring sees what CloudWatch does not: processes, memory and disks of the members' operating "
        "system. 0 turns it off; a role that RDS cannot assume, or without the policy, has the same effect."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html"
    fix = "Set monitoring.interval_seconds of the database to 1, 5, 10, 15, 30 or 60."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on the interval, and one on the role."""
        given = resource.get("monitoring_interval")
        if number(given) not in facts("observation")["monitoring_interval"]["values"]:
            message = f"monitoring_interval is {shown(given)}, and not 1, 5, 10, 15, 30 or 60 seconds"
            yield Violation(message, attribute="monitoring_interval")
        arn = resource.get("monitoring_role_arn")
        role = next((each for each in made(stack, "aws_iam_role") if leads_to(arn, each, stack, "arn")), None)
        if role is None:
            message = f"monitoring_role_arn is {shown(arn)}, and no role of this stack"
            yield Violation(message, attribute="monitoring_role_arn")
        else:
            yield from _problems(role, stack)


def _problems(role: Resource, stack: Stack) -> Iterator[Violation]:
    trusted = statements(role.get("assume_role_policy"), stack)
    principals = [each for one in trusted if one.allows for each in one.principals] if isinstance(trusted, list) else []
    if not any(_SERVICE in each.identifiers and each.kind == "Service" for each in principals):
        yield Violation(f"the role does not let {_SERVICE} assume it", role.address, "assume_role_policy")
    policy = facts("observation")["monitoring_policy"]["arn"]
    attached = [
        each.get("policy_arn")
        for each in made(stack, "aws_iam_role_policy_attachment")
        if leads_to(each.get("role"), role, stack, "name", "id")
    ]
    if policy not in [*attached, *items(role.get("managed_policy_arns"))]:
        yield Violation(f"the role does not have the policy {policy}", role.address, "arn")


check = register(EnhancedMonitoring)
