"""The policy documents that a resource holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from policies.engine.documents import Statement, statements
from policies.engine.leaves import leaves
from policies.engine.sameness import Same
from policies.engine.stack import Interpolation, Reference, Resource, Stack, Unknown, Value

Kind = Literal["identity", "trust", "resource"]
_NAMES = frozenset(
    {"policy", "inline_policy", "policy_document", "resource_policy", "access_policy", "access_policies"}
)
_TRUST = "assume_role_policy"
_IDENTITY = ("aws_iam_", "aws_ssoadmin_", "aws_organizations_")
_DOCUMENT = "data.aws_iam_policy_document."


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document: the attribute that holds it, its data source's address if it has one, and its statements.

    `statements` is None where they cannot all be told.
    """

    kind: Kind
    attribute: str
    source: str | None
    statements: list[Statement] | None

    def at(self) -> tuple[str | None, str]:
        """The culprit and its attribute, for a violation."""
        return (self.source, "statement") if self.source else (None, self.attribute)


def documents_of(resource: Resource, stack: Stack) -> tuple[Document, ...]:
    """Every document of a resource that this stack makes, whatever the attribute that holds it is called."""
    return _documents(Same(resource, stack)) if resource.mode == "managed" else ()


@lru_cache(maxsize=2048)
def _documents(both: Same) -> tuple[Document, ...]:
    return tuple(_read(both.resource, both.stack))


def _read(resource: Resource, stack: Stack) -> Iterator[Document]:
    for leaf in leaves(resource.values):
        if leaf.value is not None and _is_document(leaf.name, leaf.value):
            found = statements(leaf.value, stack)
            source = leaf.value.address if isinstance(leaf.value, Reference) else None
            yield Document(
                _kind(resource, leaf.name, found),
                leaf.path,
                source if source and source.startswith(_DOCUMENT) else None,
                None if isinstance(found, Unknown) else found,
            )


def _is_document(name: str, value: Value) -> bool:
    if isinstance(value, Reference) and value.address.startswith(_DOCUMENT):
        return True
    text = str(value) if isinstance(value, (str, Interpolation)) else None
    if text is not None and '"Statement"' in text:
        return True
    return (name in _NAMES or name == _TRUST) and not (text is not None and _is_other_json(text))


def _is_other_json(text: str) -> bool:
    """JSON of another kind, such as a rule for the lifecycle of images."""
    try:
        return "Statement" not in json.loads(text)
    except (ValueError, TypeError):
        return False


def _kind(resource: Resource, name: str, found: list[Statement] | Unknown) -> Kind:
    if name == _TRUST:
        return "trust"
    if resource.type.startswith(_IDENTITY):
        return "identity"
    if isinstance(found, Unknown) or any(each.principals or each.not_principals for each in found):
        return "resource"
    return "identity"
