"""Keys can encrypt, and their material is made and kept by AWS KMS."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, Value, shown

_FOREIGN = ("aws_kms_external_key", "aws_kms_replica_external_key", "aws_kms_custom_key_store", "aws_kms_ciphertext")
_WANTED: dict[str, Value] = {
    "is_enabled": True,
    "key_usage": "ENCRYPT_DECRYPT",
    "customer_master_key_spec": "SYMMETRIC_DEFAULT",
    "custom_key_store_id": None,
    "xks_key_id": None,
    "bypass_policy_lockout_safety_check": False,
}


class KeyState(Policy):
    """A key is enabled, symmetric, for encryption, in no key store outside of KMS, and cannot lock everybody out."""

    id = "CKV_TDG_114"
    title = "Keys are enabled, and their material is KMS's own"
    category = "encryption"
    why = (
        "A disabled key makes the cluster inaccessible, and a Multi-AZ DB cluster cannot be stopped to wait for it: "
        "what is left is a restore. Imported material can expire, that of another key store is elsewhere, and a policy "
        "that leaves no administrator can never be changed."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"
    fix = "Leave these arguments at their defaults, and use aws_kms_key alone."
    types = ("aws_kms_key", "aws_kms_key_policy", *_FOREIGN)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the key."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each argument with another value than the default."""
        del stack
        if resource.type in _FOREIGN:
            yield Violation(f"{resource.type} keeps key material, or a text that it protects, outside of AWS KMS")
            return
        for attribute, wanted in _WANTED.items():
            given = resource.get(attribute, wanted)
            if (truth(given) if isinstance(wanted, bool) else given) != wanted:
                yield Violation(f"{attribute} is {shown(given)}, and not {shown(wanted)}", attribute=attribute)


check = register(KeyState)
