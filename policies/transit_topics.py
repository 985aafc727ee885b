"""Topics take messages over TLS alone."""

from policies.engine.adapter import register
from policies.engine.tls_only import TlsOnly


class TopicTransport(TlsOnly):
    """A topic's policy denies publishing without TLS."""

    id = "CKV_TDG_205"
    title = "Topics refuse messages that come without TLS"
    why = "SNS takes messages over plain HTTP too, unless the topic's policy denies it."
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"
    fix = "Deny sns:Publish to everybody with aws:SecureTransport false, in a policy on the topic."
    types = ("aws_sns_topic",)
    kind = "topic"
    policy_type = "aws_sns_topic_policy"
    argument = "arn"
    names = ("arn", "id")
    actions = ("sns:Publish",)


check = register(TopicTransport)
