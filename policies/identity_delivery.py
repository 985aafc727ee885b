"""The roles that plan and apply are bounded, and what bounds roles keeps to the region."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.delivery import in_region, is_ceiling
from policies.engine.documents import Statement
from policies.engine.policies_of import documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown

_BOUNDARY = "permissions_boundary"


class Delivery(Policy):
    """Each role has a boundary of the same stack; a policy that nothing has attached allows in one region alone."""

    id = "CKV_TDG_325"
    title = "The roles that plan and apply are bounded, in their region"
    category = "identity"
    why = (
        "Who applies a stack makes roles and writes their policies, and could give anything to anybody. A boundary "
        "holds whatever is attached, now or later."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"
    fix = "Render the environment again: its roles have boundaries that allow in its own region alone."
    types = ("aws_iam_role", "aws_iam_policy")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack is one of such roles, and this one of them, or what bounds them."""
        if resource.mode != "managed" or not stack.delivers:
            return False
        return resource.type == "aws_iam_role" or is_ceiling(resource, stack)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for a role without a boundary, and for each statement that reaches out of the region."""
        if resource.type == "aws_iam_role":
            given = resource.get(_BOUNDARY)
            found = stack.target(given, "aws_iam_policy")
            if found is None or not is_ceiling(found, stack):
                yield Violation(f"{_BOUNDARY} is {shown(given)}, no boundary of this stack", attribute=_BOUNDARY)
            return
        for document in documents_of(resource, stack):
            if document.statements is None:
                yield Violation("what it allows cannot be known before the apply", *document.at())
            for statement in document.statements or ():
                for problem in _problems(statement, stack):
                    yield Violation(f"the statement {statement.sid!r} {problem}", *document.at())


def _problems(statement: Statement, stack: Stack) -> Iterator[str]:
    if not statement.allows:
        return
    if not in_region(statement, stack.context.region if stack.context else None):
        yield "allows outside of the region"
    if any(each == "*" or not isinstance(each, str) for each in statement.actions) or not statement.actions:
        yield "allows every action"


check = register(Delivery)
