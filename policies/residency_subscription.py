"""Who hears what a topic says."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.delivery import delivery_problem
from policies.engine.residency.objects import object_problem
from policies.engine.stack import Interpolation, Reference, Resource, Stack, shown


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
        if problem := delivery_problem(protocol, endpoint, topic, stack):
            yield Violation(f"endpoint ({shown(protocol)}): {problem}", attribute="endpoint")


check = register(SubscriptionInside)
