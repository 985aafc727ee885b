"""Which topics somebody hears."""

from policies.engine.clusters import leads_to, made
from policies.engine.stack import Resource, Stack, Value


def live_topic(value: Value, user: Resource, stack: Stack) -> Resource | None:
    """The topic of this stack, in the user's region, that a value is the ARN of; None if it is no such topic."""
    topics = (topic for topic in made(stack, "aws_sns_topic") if topic.region == user.region)
    return next((topic for topic in topics if leads_to(value, topic, stack, "arn", "id")), None)
