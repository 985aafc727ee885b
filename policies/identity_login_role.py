"""The role that may log in as a user is the one that the spec gives to that user."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import leads_to
from policies.engine.login import Login, described_user, logins
from policies.engine.policies_of import documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, Value, shown

_ATTACHMENTS = ("aws_iam_role_policy_attachment", "aws_iam_policy_attachment")


class LoginRole(Policy):
    """A permission to log in is attached to the role of that user, as the cluster's output describes it."""

    id = "CKV_TDG_303"
    title = "Each role logs in as its own user"
    category = "identity"
    why = (
        "Two exact policies, exchanged, let the reader's role in as the writer. The output that tells applications how "
        "to connect is made from the spec by itself, so that the two can be compared."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html"
    fix = "Attach the policy to the role that the spec names for this user, and change the spec if that is another."
    types = ("aws_iam_policy", "aws_iam_role_policy")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it lets somebody log in."""
        return any(_logins(resource, stack))

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each role that may log in as somebody else's user."""
        for found in _logins(resource, stack):
            user = described_user(found, stack)
            role = user.get("role")
            wanted = role.rpartition("/")[2] if isinstance(role, str) and user.get("auth") == "iam" else None
            for holder in _holders(resource, stack):
                for attached in _roles(holder):
                    if wanted is None or attached != wanted:
                        whose = f"whose role is {wanted}" if wanted else "who is no user with a token"
                        message = f"it lets the role {shown(attached)} log in as {found.user}, {whose}"
                        yield Violation(message, None if holder is resource else holder.address, "role")


def _logins(resource: Resource, stack: Stack) -> Iterator[Login]:
    for document in documents_of(resource, stack):
        yield from logins(document.statements or [], stack)


def _holders(resource: Resource, stack: Stack) -> Iterator[Resource]:
    if resource.type == "aws_iam_role_policy":
        yield resource
    for attachment in stack.of(*_ATTACHMENTS):
        if leads_to(attachment.get("policy_arn"), resource, stack, "arn", "id"):
            yield attachment


def _roles(holder: Resource) -> list[Value]:
    return items(holder.get("roles")) or [holder.get("role")]


check = register(LoginRole)
