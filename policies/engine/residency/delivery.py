"""Where a subscription of a topic delivers."""

from collections.abc import Iterator

from policies.engine.documents import statements
from policies.engine.residency.data import words
from policies.engine.residency.hosts import host_problem
from policies.engine.residency.objects import object_problem
from policies.engine.stack import Interpolation, Reference, Stack, Unknown, Value, shown

_MAIL = ("email", "email-json")
_ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")


def delivery_problem(protocol: Value, endpoint: Value, topic: Value, stack: Stack) -> str | None:
    """What is wrong with where a subscription delivers, or None.

    Mail leaves AWS. It is right for a topic that alarms tell and that only services can publish to which report on
    resources: what they say has no personal data in it.
    """
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
