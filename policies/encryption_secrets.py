"""Applications' secrets are under a customer-managed key."""

from policies.engine.adapter import register
from policies.engine.encrypted import UnderCustomerKey


class SecretKey(UnderCustomerKey):
    """The key of a secret."""

    id = "CKV_TDG_104"
    title = "Secrets are encrypted under a customer-managed key"
    why = (
        "Under the key aws/secretsmanager every principal of the account that may read a secret can also decrypt "
        "it, and the key's policy cannot be changed."
    )
    source = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html"
    fix = "Set kms_key_id to the ARN of a key of this stack, as the render does."
    types = ("aws_secretsmanager_secret",)
    attribute = "kms_key_id"


check = register(SecretKey)
