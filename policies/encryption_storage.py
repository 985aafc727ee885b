"""The databases' storage is encrypted under a customer-managed key."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.encrypted import UnderCustomerKey
from policies.engine.policy import Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown


class StorageEncryption(UnderCustomerKey):
    """Encryption is on, and the key is one of this stack."""

    id = "CKV_TDG_101"
    title = "Clusters are encrypted at rest under a customer-managed key"
    why = (
        "An unencrypted cluster stays one: encryption cannot be turned on, nor the key changed, without replacing it. "
        "The key also encrypts automated backups and snapshots, and its policy is what closes them."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"
    fix = "Set storage_encrypted to true and kms_key_id to the ARN of a key of this stack, as the render does."
    types = ("aws_rds_cluster",)
    attribute = "kms_key_id"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation unless encryption is certainly on, and one unless the key will do."""
        on = resource.get("storage_encrypted")
        if truth(on) is not True:
            yield Violation(f"storage_encrypted is {shown(on)}, and not true", attribute="storage_encrypted")
        yield from super().judge(resource, stack)


check = register(StorageEncryption)
