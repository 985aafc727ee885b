"""Nobody has credentials that last."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.facts import facts
from policies.engine.patterns import matches
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class LastingCredentials(Policy):
    """The stack makes no IAM user, group or access key, and lets in no identity provider."""

    id = "CKV_TDG_309"
    title = "There are no IAM users, access keys or identity providers"
    category = "identity"
    why = (
        "A user's password and access keys last until somebody ends them, and the key's secret is kept in the state. "
        "Roles have credentials that end by themselves."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles"
    fix = "Let the application assume a role."
    types = ("aws_iam_*", "aws_identitystore_*", "aws_rolesanywhere_*", "aws_ssoadmin_*")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it, and it is one of those."""
        del stack
        kinds = facts("identity")["users"]["kinds"]
        return resource.mode == "managed" and any(matches(resource.type, kind) for kind in kinds)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each of them."""
        del stack
        yield Violation(f"{resource.type} gives somebody credentials that last, or lets in who has them elsewhere")


check = register(LastingCredentials)
