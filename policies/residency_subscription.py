"""Who hears what a topic says."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.documents import statements
from policies.engine.policy import Policy, Violation
from policies.engine.residency.data import words
from policies.engine.residency.hosts import host_problem
from policies.engine.residency.objects import object_problem
from policies.engine.stack import Interpolation, Reference, Resource, Stack, Unknown, Value, shown

_MAIL = ("email", "email-json")
_ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")


class SubscriptionInside(Policy):
    """Where each protocol delivers. Mail leaves AWS, so it may have alarms alone, which hold no personal data."""

    id = "CKV_TDG_811"
    title = "Each subscription delivers inside the jurisdiction; mail is for alarms alone"
    category = "residency"
    why = (
        "A message is delivered wherever its endpoint is. What alarms, events of RDS and backups say holds names and "
        "figures of resources and nothing out of the databases, so that it may be mailed; anything else may not."
    )
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html"
    fix = "Deliver to a queue or function of this stack, or mail a topic that only alarms and events can publish to."
    types = ("aws_sns_topic_subscription",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for a topic of elsewhere, and one for where it delivers."""
        topic, endpoint, protocol = (resource.get(name) for name in ("topic_arn", "endpoint", "protocol"))
        if not isinstance(topic, (str, Interpolation, Reference)):
            yield Violation("topic_arn cannot be told", attribute="topic_arn")
        elif problem := object_problem(topic, stack):
            yield Violation(f"topic_arn: {problem}", attribute="topic_arn")
        if problem := _delivery(protocol, endpoint, topic, stack):
            yield Violation(f"endpoint ({shown(protocol)}): {problem}", attribute="endpoint")


def _delivery(protocol: Value, endpoint: Value, topic: Value, stack: Stack) -> str | None:
    if not isinstance(endpoint, (str, Interpolation, Reference)):
        return "it cannot be known before the apply"
    if protocol in _MAIL:
        return _mail(topic, stack)
    if protocol in ("http", "https"):
        problem = host_problem(endpoint, stack)
        return f"{shown(endpoint)} is {problem}" if problem else None
    if protocol in ("sqs", "lambda", "firehose"):
        return object_problem(endpoint, stack)
    return f"{shown(endpoint)} is outside of AWS"


def _mail(topic: Value, stack: Stack) -> str | None:
    found = stack.target(topic, "aws_sns_topic") if isinstance(topic, Reference) else None
    if found is None or found.mode != "managed":
        return "mail leaves AWS, and the topic is none of this stack"
    alarms = [action for alarm in stack.of(*_ALARMS) for action in _listed(alarm.get("alarm_actions"))]
    if not any(stack.target(action, "aws_sns_topic") is found for action in alarms if isinstance(action, Reference)):
        return f"mail leaves AWS, and {found.address} is told by no alarm"
    policies = [each for each in stack.of("aws_sns_topic_policy") if stack.target(each.get("arn")) is found]
    documents = [each.get("policy") for each in policies] or [found.get("policy")]
    others = {who for document in documents for who in _publishers(document, stack)}
    return f"mail leaves AWS, and {' and '.join(sorted(others))} may publish to {found.address}" if others else None


def _publishers(document: Value, stack: Stack) -> Iterator[str]:
    found = statements(document, stack)
    for statement in [] if isinstance(found, Unknown) else found:
        for principal in statement.principals if statement.allows else ():
            named = (who for who in principal.identifiers if who not in words("reporting_services"))
            yield from (shown(who) for who in named)
    if isinstance(found, Unknown):
        yield "nobody knows who"


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


check = register(SubscriptionInside)
