"""Queues take and give messages over TLS alone."""

from policies.engine.adapter import register
from policies.engine.tls_only import TlsOnly


class QueueTransport(TlsOnly):
    """A queue's policy denies everything without TLS."""

    id = "CKV_TDG_207"
    title = "Queues refuse calls that come without TLS"
    why = "SQS answers over plain HTTP too, unless the queue's policy denies it."
    source = (
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"
    )
    fix = "Deny sqs:* to everybody with aws:SecureTransport false, in a policy on the queue."
    types = ("aws_sqs_queue",)
    kind = "queue"
    policy_type = "aws_sqs_queue_policy"
    argument = "queue_url"
    names = ("id", "url")
    actions = ("sqs:SendMessage", "sqs:ReceiveMessage", "sqs:anything")


check = register(QueueTransport)
