"""What Database Insights keeps is under a customer-managed key."""

from policies.engine.adapter import register
from policies.engine.encrypted import UnderCustomerKey


class InsightsKey(UnderCustomerKey):
    """The key of Performance Insights, which holds the texts of statements."""

    id = "CKV_TDG_102"
    title = "Database Insights is encrypted under a customer-managed key"
    why = (
        "Insights keeps the texts of statements, and with them data. Without a key of one's own they are under a "
        "key of AWS's, whose policy nobody here can read or change. The key cannot be changed later."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    fix = "Set performance_insights_kms_key_id to the ARN of a key of this stack, as the render does."
    types = ("aws_rds_cluster",)
    attribute = "performance_insights_kms_key_id"


check = register(InsightsKey)
