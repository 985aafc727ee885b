"""An event subscription is on, for events that exist, and heard."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.events import kinds
from policies.engine.policy import Policy, Violation
from policies.engine.reading import items, truth
from policies.engine.stack import Resource, Stack, shown
from policies.engine.topics import live_topic

_OTHER_TYPES = (
    "db-parameter-group",
    "db-security-group",
    "db-snapshot",
    "db-proxy",
    "zero-etl",
    "custom-engine-version",
    "blue-green-deployment",
)


class EventSubscription(Policy):
    """Every subscription is enabled, leads to a topic of this stack, and names categories of its source type."""

    id = "CKV_TDG_521"
    title = "Every event subscription is enabled and tells a topic of this stack"
    category = "monitoring"
    why = (
        "A topic of another region or account gets nothing, or should not. A category that its source type does not "
        "have passes the plan: `backup` and `availability` are none of a cluster's."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html"
    fix = "Set sns_topic to the alerts topic, leave enabled out, and take categories from the guide's list."
    types = ("aws_db_event_subscription",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on each of switch, topic, source type and categories that is wrong."""
        enabled = resource.get("enabled", True)
        if truth(enabled) is not True:
            yield Violation(f"enabled is {shown(enabled)}, and not true", attribute="enabled")
        topic = resource.get("sns_topic")
        if live_topic(topic, resource, stack) is None:
            yield Violation(
                f"sns_topic is {shown(topic)}, and no topic of this stack and region", attribute="sns_topic"
            )
        kind = resource.get("source_type")
        if kind is not None and kind not in (*kinds(), *_OTHER_TYPES):
            yield Violation(f"source_type is {shown(kind)}, which RDS does not have", attribute="source_type")
        known = kinds().get(kind, {}).get("known") if isinstance(kind, str) else None
        for each in items(resource.get("event_categories")):
            if stack.text(each) is None or (known is not None and stack.text(each) not in known):
                message = f"event_categories has {shown(each)}, which is no category of {shown(kind)}"
                yield Violation(message, attribute="event_categories")


check = register(EventSubscription)
