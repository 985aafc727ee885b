"""Environment variables of functions are under a customer-managed key."""

from policies.engine.adapter import register
from policies.engine.encrypted import UnderCustomerKey


class FunctionKey(UnderCustomerKey):
    """The key of a function's environment variables."""

    id = "CKV_TDG_109"
    title = "Environment variables of functions are encrypted under a customer-managed key"
    why = (
        "The rotation function's variables say where the master user's secret and the databases are. Without a key "
        "they are under aws/lambda, which all who may read the function's configuration can use."
    )
    source = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html"
    fix = "Set kms_key_arn to the ARN of a key of this stack, as the render does."
    types = ("aws_lambda_function",)
    attribute = "kms_key_arn"


check = register(FunctionKey)
