"""Policies that what stores or forwards data refuses calls without TLS."""

from collections.abc import Iterator
from typing import ClassVar

from policies.engine.clusters import leads_to, made
from policies.engine.documents import Statement
from policies.engine.grants import like
from policies.engine.policies_of import Document, documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Interpolation, Reference, Resource, Stack, Value

_KEY = "aws:securetransport"


class TlsOnly(Policy):
    """A policy that a resource's own policy denies `actions` to everybody who comes without TLS.

    `policy_type` is the type of the policy, `argument` what names the resource in it, and `suffixes` what has to stand
    behind the resource's ARN in the denial.
    """

    category = "transit"
    kind: ClassVar[str]
    policy_type: ClassVar[str]
    argument: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    actions: ClassVar[tuple[str, ...]]
    suffixes: ClassVar[tuple[str, ...]] = ("",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a policy, and for each policy that does not deny it."""
        found = [(resource, each) for each in documents_of(resource, stack) if each.attribute == "policy"]
        for policy in made(stack, self.policy_type):
            if leads_to(policy.get(self.argument), resource, stack, *self.names):
                found += [(policy, each) for each in documents_of(policy, stack)]
        if not found:
            yield Violation(f"no {self.policy_type} of this stack is on the {self.kind}")
        for holder, document in found:
            if not any(self._denies(each, resource) for each in document.statements or ()):
                yield self._violation(holder, resource, document)

    def _violation(self, holder: Resource, resource: Resource, document: Document) -> Violation:
        culprit, attribute = document.at()
        if culprit is None and holder is not resource:
            culprit = holder.address
        message = f"the {self.kind}'s policy does not certainly deny to everybody what comes without TLS"
        return Violation(message, culprit, attribute)

    def _denies(self, statement: Statement, resource: Resource) -> bool:
        everybody = any("*" in each.identifiers and each.kind in ("AWS", "*") for each in statement.principals)
        patterns = [each for each in statement.actions if isinstance(each, str)]
        everything = all(any(like(pattern, action) for pattern in patterns) for action in self.actions)
        whole = all(_names(statement.resources, resource, suffix) for suffix in self.suffixes)
        return statement.effect == "Deny" and everybody and everything and whole and _without_tls(statement)


def _without_tls(statement: Statement) -> bool:
    """Whether the one condition is that TLS is not used; any other would narrow the denial."""
    if len(statement.conditions) != 1:
        return False
    only = statement.conditions[0]
    values = [str(each).lower() for each in only.values]
    return only.variable.lower() == _KEY and only.test.lower() in ("bool", "boolifexists") and values == ["false"]


def _names(values: tuple[Value, ...], resource: Resource, suffix: str) -> bool:
    own = Reference(resource.address, "arn")
    wanted: Value = Interpolation((own, suffix)) if suffix else own
    return "*" in values or wanted in values
