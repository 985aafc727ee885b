"""A key that is to be deleted can be kept for as long as AWS allows."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown

_DAYS = 30


class KeyDeletionWindow(Policy):
    """The waiting period is the longest that there is, and given."""

    id = "CKV_TDG_112"
    title = "A key's deletion waits 30 days"
    category = "encryption"
    why = (
        "What a deleted key has encrypted cannot be read again, by AWS neither. Seven days pass in one holiday; a key "
        "whose deletion is pending can still be kept on the thirtieth."
    )
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"
    fix = f"Set deletion_window_in_days to {_DAYS}."
    types = ("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the key."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the window is certainly the longest."""
        del stack
        days = resource.get("deletion_window_in_days")
        if number(days) != _DAYS:
            message = f"deletion_window_in_days is {shown(days)}, and not {_DAYS}"
            yield Violation(message, attribute="deletion_window_in_days")


check = register(KeyDeletionWindow)
