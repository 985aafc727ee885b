"""A deleted secret can be brought back."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown

_ATTRIBUTE = "recovery_window_in_days"
_LEAST, _MOST = 7, 30


class SecretDeletion(Policy):
    """There are days left in which a deletion can be taken back."""

    id = "CKV_TDG_321"
    title = "A deleted secret can be brought back for a week or more"
    category = "identity"
    why = "With 0 a secret is gone at once, and its application with it: nobody knows the password but the secret."
    source = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html"
    fix = f"Set {_ATTRIBUTE} to {_LEAST}-{_MOST}."
    types = ("aws_secretsmanager_secret",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the secret."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the window is certainly one of those."""
        del stack
        given = resource.get(_ATTRIBUTE)
        days = number(given)
        if days is None or not _LEAST <= days <= _MOST:
            message = f"{_ATTRIBUTE} is {shown(given)}, and not {_LEAST} to {_MOST}"
            yield Violation(message, attribute=_ATTRIBUTE)


check = register(SecretDeletion)
