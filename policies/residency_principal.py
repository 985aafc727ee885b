"""No policy lets in somebody of another account."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.documents import statements
from policies.engine.policy import Policy, Violation
from policies.engine.residency.data import catalogued
from policies.engine.residency.principals import document_problems
from policies.engine.residency.walk import texts
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack, Unknown

_NAME = re.compile(r"(?:^|_)polic(?:y|ies)(?:_document|_json)?$")
_DOCUMENT = "aws_iam_policy_document"
_POLICY = "aws_iam_policy"


class PrincipalInside(Policy):
    """The principals of every policy document: in data sources, and in JSON that is written as text."""

    id = "CKV_TDG_810"
    title = "No policy document lets in anybody of another account"
    category = "residency"
    why = (
        "Whoever is let in can carry data to wherever their account works. That holds for another account, for a whole "
        "organisation, for anybody, and for those of whom an authority outside vouches."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
    fix = "Name principals of this account, or tie `*` to it by aws:PrincipalAccount."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each statement that lets others in, and for each document that cannot be read."""
        if resource.type == _DOCUMENT and resource.mode == "data":
            own = Reference(resource.address, "json", resource.key)
            yield from (Violation(f"{resource.address} {problem}") for problem in document_problems(own, stack))
            return
        for leaf in texts(resource):
            if leaf.attribute not in catalogued(resource.type) and _is_document(leaf.names, leaf.value, stack):
                for problem in document_problems(leaf.value, stack):
                    yield Violation(f"{leaf.attribute} {problem}", attribute=leaf.path)


def _is_document(names: tuple[str, ...], value: object, stack: Stack) -> bool:
    if isinstance(value, (str, Interpolation)):
        return '"Statement"' in str(value)
    if not names or not _NAME.search(names[-1]):
        return False
    if not isinstance(value, Reference):
        return value is UNKNOWN
    target = stack.target(value)
    readable = target is not None and target.type in (_DOCUMENT, _POLICY)
    return not readable and isinstance(statements(value, stack), Unknown)


check = register(PrincipalInside)
