"""The master user's secret is under a customer-managed key."""

from policies.engine.adapter import register
from policies.engine.encrypted import UnderCustomerKey


class MasterSecretKey(UnderCustomerKey):
    """The key of the secret that RDS makes for the master user."""

    id = "CKV_TDG_103"
    title = "The master user's secret is encrypted under a customer-managed key"
    why = (
        "Under the key aws/secretsmanager every principal of the account that may read the secret can also decrypt "
        "it. The key of a managed secret cannot be changed later."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"
    fix = "Set master_user_secret_kms_key_id to the ARN of a key of this stack, as the render does."
    types = ("aws_rds_cluster",)
    attribute = "master_user_secret_kms_key_id"


check = register(MasterSecretKey)
