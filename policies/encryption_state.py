"""The state of an environment with a database is kept encrypted, under a key of that environment."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.arns import parse
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, Value, shown


class StateEncryption(Policy):
    """The backend is S3 with encryption under a key of the own region and account. A plan does not hold it.

    The key is of another stack, which is applied before, so that a literal ARN is all that there can be.
    """

    id = "CKV_TDG_120"
    title = "Terraform's state is encrypted under a customer-managed key"
    category = "encryption"
    why = (
        "The state holds every argument, endpoint and ARN of the environment. In a local file, or without a key of "
        "its own, it is open to whoever reaches the file or the bucket."
    )
    source = "https://developer.hashicorp.com/terraform/language/backend/s3"
    fix = "Use the backend that the render has: s3 with encrypt, and kms_key_id of the own region and account."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """Everything that is wrong with the backend; nothing for a plan, or without a database."""
        if stack.kind != "render" or not stack.of("aws_rds_cluster"):
            return
        backend = (stack.backend or {}).get("s3")
        if not isinstance(backend, dict):
            yield Violation("the state is not kept in S3", attribute="backend")
            return
        if truth(backend.get("encrypt")) is not True:
            yield Violation(f"the backend's encrypt is {shown(backend.get('encrypt'))}, and not true")
        if not _own_key(backend.get("kms_key_id"), resource):
            yield Violation(f"the backend's kms_key_id is {shown(backend.get('kms_key_id'))}, and no key of its own")


def _own_key(value: Value, whole: Resource) -> bool:
    arn = parse(value) if isinstance(value, str) else None
    if arn is None or arn.service != "kms" or arn.resource.startswith("alias/aws/"):
        return False
    return whole.region is not None and (arn.region, arn.account) == (whole.region, whole.account)


check = register(StateEncryption)
