"""Nobody is granted a key beside its policy."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown


class KeyGrants(Policy):
    """The stack makes no grant: services make those that they need."""

    id = "CKV_TDG_118"
    title = "No grant lets anybody use a key past its policy"
    category = "encryption"
    why = "A grant allows the use of a key without a word in its policy, and without the policy's conditions."
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html"
    fix = "Remove the grant, and say in the key's policy who may use it."
    types = ("aws_kms_grant",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the grant."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each grant."""
        del stack
        to = resource.get("grantee_principal")
        yield Violation(
            f"it grants a key to {shown(to)}, whatever the key's policy says", attribute="grantee_principal"
        )


check = register(KeyGrants)
