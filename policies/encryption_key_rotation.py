"""The material of keys is rotated."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number, truth
from policies.engine.stack import Resource, Stack, shown

_LONGEST_DAYS = 365
_SHORTEST_DAYS = 90


class KeyRotation(Policy):
    """Rotation is on, with a period that is given. A key that AWS cannot rotate will not do."""

    id = "CKV_TDG_111"
    title = "Keys are rotated at least once a year"
    category = "encryption"
    why = (
        "Rotation bounds how much one piece of key material encrypts. It is off by default, its period goes up to "
        "2,560 days, and material that was imported is not rotated at all."
    )
    source = "https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html"
    fix = f"Set enable_key_rotation to true and rotation_period_in_days to {_SHORTEST_DAYS}-{_LONGEST_DAYS}."
    types = ("aws_kms_key", "aws_kms_external_key")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the key."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation unless rotation is certainly on, and one unless its period is certainly short enough."""
        del stack
        if resource.type == "aws_kms_external_key":
            yield Violation("AWS does not rotate key material that was imported")
            return
        on = resource.get("enable_key_rotation")
        if truth(on) is not True:
            yield Violation(f"enable_key_rotation is {shown(on)}, and not true", attribute="enable_key_rotation")
        given = resource.get("rotation_period_in_days")
        days = number(given)
        if days is None or not _SHORTEST_DAYS <= days <= _LONGEST_DAYS:
            message = f"rotation_period_in_days is {shown(given)}, and not {_SHORTEST_DAYS} to {_LONGEST_DAYS}"
            yield Violation(message, attribute="rotation_period_in_days")


check = register(KeyRotation)
