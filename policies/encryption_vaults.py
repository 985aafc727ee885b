"""Backup vaults are under a customer-managed key."""

from policies.engine.adapter import register
from policies.engine.encrypted import UnderCustomerKey


class VaultKey(UnderCustomerKey):
    """The key of a vault."""

    id = "CKV_TDG_107"
    title = "Backup vaults are encrypted under a customer-managed key"
    why = "A vault without a key of its own uses aws/backup, whose policy cannot be changed."
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html"
    fix = "Set kms_key_arn to the ARN of a key of this stack, as the render does."
    types = ("aws_backup_vault",)
    attribute = "kms_key_arn"


check = register(VaultKey)
