"""Key material stays in its region."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown

_REPLICAS = ("aws_kms_replica_key", "aws_kms_replica_external_key")


class KeySingleRegion(Policy):
    """No key is multi-region, which cannot be changed later, and none is a replica of one."""

    id = "CKV_TDG_113"
    title = "Keys are of one region"
    category = "encryption"
    why = (
        "The material of a multi-region key can be copied to any region of the partition, so that what it encrypts can "
        "be read there. For RDS and the other services it has no use: they treat each as a key of its region."
    )
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html"
    fix = "Set multi_region to false, and remove replica keys; each region has keys of its own."
    types = ("aws_kms_key", "aws_kms_external_key", *_REPLICAS)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the key."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for a replica, or for a key that is not certainly of one region."""
        del stack
        if resource.type in _REPLICAS:
            yield Violation("it is a replica of a key of another region")
            return
        given = resource.get("multi_region")
        if truth(given) is not False:
            yield Violation(f"multi_region is {shown(given)}, and not false", attribute="multi_region")


check = register(KeySingleRegion)
