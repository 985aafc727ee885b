"""Topics are under a customer-managed key."""

from policies.engine.adapter import register
from policies.engine.encrypted import UnderCustomerKey


class TopicKey(UnderCustomerKey):
    """The key of a topic."""

    id = "CKV_TDG_106"
    title = "Topics are encrypted under a customer-managed key"
    why = (
        "A topic without a key keeps messages unencrypted. With alias/aws/sns CloudWatch and RDS cannot publish to "
        "it, as that key's policy cannot admit them: alarms would go off unheard."
    )
    source = "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"
    fix = "Set kms_master_key_id to the ARN of a key of this stack, as the render does."
    types = ("aws_sns_topic",)
    attribute = "kms_master_key_id"


check = register(TopicKey)
