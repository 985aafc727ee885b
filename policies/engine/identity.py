"""Policies on what identities (roles, and whatever else a permission is attached to) may do."""

from collections.abc import Iterator

from policies.engine.delivery import is_ceiling
from policies.engine.documents import Statement
from policies.engine.policies_of import Document, documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class IdentityPolicies(Policy):
    """A policy on each statement that allows something to an identity, in whatever resource it is written."""

    category = "identity"
    types = ("aws_*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the resource, it holds any such document, and that gives something to somebody."""
        return not is_ceiling(resource, stack) and any(
            each.kind == "identity" for each in documents_of(resource, stack)
        )

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each document that cannot be read, and what is wrong with each statement."""
        for document in documents_of(resource, stack):
            if document.kind == "identity":
                yield from self._document(document, resource, stack)

    def _document(self, document: Document, resource: Resource, stack: Stack) -> Iterator[Violation]:
        if document.statements is None:
            yield Violation("what it allows cannot be known before the apply", *document.at())
        for statement in document.statements or ():
            for problem in self.problems(statement, resource, stack) if statement.allows else ():
                yield Violation(f"the statement {statement.sid!r} {problem}", *document.at())

    def problems(self, statement: Statement, resource: Resource, stack: Stack) -> Iterator[str]:
        """Everything that is wrong with a statement; each as the end of "the statement 'X' …"."""
        raise NotImplementedError
