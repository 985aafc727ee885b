"""No policy allows by leaving out."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policies_of import documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class Exclusions(Policy):
    """No statement that allows has NotAction, NotResource or NotPrincipal."""

    id = "CKV_TDG_306"
    title = "Policies allow what they name, not what they leave out"
    category = "identity"
    why = "NotAction, NotResource and NotPrincipal allow everything else: what exists today, and what will."
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"
    fix = "Name what is allowed with Action, Resource and Principal."
    types = ("aws_*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the resource, and it holds any document."""
        return bool(documents_of(resource, stack))

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each such element, and for a document that cannot be read."""
        for document in documents_of(resource, stack):
            if document.statements is None:
                yield Violation("its policy cannot be known before the apply", *document.at())
            for statement in document.statements or ():
                said = {
                    "NotAction": statement.not_actions,
                    "NotResource": statement.not_resources,
                    "NotPrincipal": statement.not_principals,
                }
                for element in (name for name, values in said.items() if values and statement.allows):
                    yield Violation(f"the statement {statement.sid!r} allows by {element}", *document.at())


check = register(Exclusions)
