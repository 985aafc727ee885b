"""Every connection is on record."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import leads_to, made
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown

_GROUP = "aws_cloudwatch_log_group"


class FlowLogs(Policy):
    """Flow logs of each VPC, of all traffic, in a log group of this stack."""

    id = "CKV_TDG_614"
    title = "Every VPC logs all its traffic, to a log group of this stack"
    category = "network"
    why = (
        "Who reached the database, and who tried to, is seen in flow logs alone. Logs of rejected traffic do not show "
        "what got through, those of accepted traffic not who knocks."
    )
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"
    fix = "Give the VPC an aws_flow_log with traffic_type ALL and a log group of the cell."
    types = ("aws_vpc",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the VPC."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation without flow logs; else those of the flow logs, if none of them is as it must be."""
        logs = [each for each in made(stack, "aws_flow_log") if leads_to(each.get("vpc_id"), resource, stack, "id")]
        if not logs:
            yield Violation("no aws_flow_log of this stack is on the VPC")
        wrong = [list(_problems(each, stack)) for each in logs]
        if all(wrong):
            yield from (violation for each in wrong for violation in each)


def _problems(log: Resource, stack: Stack) -> Iterator[Violation]:
    traffic = log.get("traffic_type")
    if stack.text(traffic) != "ALL":
        yield Violation(f"traffic_type is {shown(traffic)}, and not ALL", log.address, "traffic_type")
    groups = [group for group in made(stack, _GROUP) if group.region == log.region]
    destination = log.get("log_destination")
    if not any(leads_to(destination, group, stack, "arn") for group in groups):
        message = f"log_destination is {shown(destination)}, and no log group of this stack and region"
        yield Violation(message, log.address, "log_destination")
    role = log.get("iam_role_arn")
    if not any(leads_to(role, each, stack, "arn") for each in made(stack, "aws_iam_role")):
        message = f"iam_role_arn is {shown(role)}, and no role of this stack: nothing could be written"
        yield Violation(message, log.address, "iam_role_arn")


check = register(FlowLogs)
