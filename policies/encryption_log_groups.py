"""Log groups are under a customer-managed key."""

from policies.engine.adapter import register
from policies.engine.encrypted import UnderCustomerKey


class LogGroupKey(UnderCustomerKey):
    """The key of a log group."""

    id = "CKV_TDG_105"
    title = "Log groups are encrypted under a customer-managed key"
    why = (
        "The general and slow query logs hold statements with their values. Without a key, CloudWatch encrypts "
        "them under one that AWS owns, which nobody here can see or close."
    )
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
    fix = "Set kms_key_id to the ARN of a key of this stack, as the render does."
    types = ("aws_cloudwatch_log_group",)
    attribute = "kms_key_id"


check = register(LogGroupKey)
