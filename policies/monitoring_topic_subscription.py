"""Somebody gets what a topic is told."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import leads_to, made
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack

_PROTOCOLS = ("application", "email", "email-json", "firehose", "https", "lambda", "sms", "sqs")


class TopicSubscription(Policy):
    """Every topic has a subscriber who gets everything."""

    id = "CKV_TDG_522"
    title = "Every topic has a subscriber who gets every message"
    category = "monitoring"
    why = "A topic without a subscription takes every alarm, and nobody hears of one. A filter drops what it names not."
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html"
    fix = "Name the owner's address, or further ones in alerts.emails."
    types = ("aws_sns_topic",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the topic."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation without a subscription that hears everything."""
        subscriptions = [
            each
            for each in made(stack, "aws_sns_topic_subscription")
            if leads_to(each.get("topic_arn"), resource, stack, "arn", "id")
        ]
        if not subscriptions:
            yield Violation("nobody is subscribed to the topic")
        elif not any(_hears(each, stack) for each in subscriptions):
            for each in subscriptions:
                message = "the topic's subscription has a filter, no endpoint, or a protocol without encryption"
                yield Violation(message, each.address, "protocol")


def _hears(subscription: Resource, stack: Stack) -> bool:
    protocol = subscription.get("protocol")
    unfiltered = subscription.get("filter_policy") in (None, "", "{}")
    endpoint = subscription.get("endpoint")
    return protocol in _PROTOCOLS and unfiltered and (bool(stack.text(endpoint)) or stack.target(endpoint) is not None)


check = register(TopicSubscription)
