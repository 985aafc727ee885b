"""Policies, as IAM evaluates them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

from sandbox.identity.conditions import Values, arn_like, holds, like

Document = Mapping[str, Any]
ARN_PARTS = 6


class Decision(Enum):
    """What policies say of a request. What none speaks of is denied, by whoever asks."""

    ALLOW = "allow"
    DENY = "explicit deny"
    SILENT = "implicit deny"


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants to do what to what: an action `service:Name`, a resource's ARN or `*`, and condition keys.

    `kind` says what the principal is: one of an account's, an identity provider that vouches for somebody, a service.
    """

    action: str
    resource: str
    principal: str = ""
    values: Values = field(default_factory=dict)
    kind: Literal["AWS", "Federated", "Service"] = "AWS"


def decide(documents: Iterable[Document], request: Request, *, resource_based: bool = False) -> Decision:
    """An explicit denial wins over every permission. Policies of a resource also name principals.

    Raises UnknownOperatorError where a condition cannot be judged.
    """
    decision = Decision.SILENT
    for document in documents:
        for statement in _statements(document):
            if not _applies(statement, request, resource_based=resource_based):
                continue
            if statement.get("Effect") == "Deny":
                return Decision.DENY
            if statement.get("Effect") == "Allow":
                decision = Decision.ALLOW
    return decision


def _statements(document: Document) -> Sequence[Document]:
    return [each for each in _listed(document.get("Statement", [])) if isinstance(each, Mapping)]


def _applies(statement: Document, request: Request, *, resource_based: bool) -> bool:
    return (
        _action_matches(statement, request.action)
        and _resource_matches(statement, request)
        and (not resource_based or _principal_matches(statement, request))
        and holds(statement.get("Condition", {}), _with_variables(request))
    )


def _with_variables(request: Request) -> Values:
    return {"aws:principalarn": request.principal or None, **request.values}


def _action_matches(statement: Document, action: str) -> bool:
    if "NotAction" in statement:
        return not any(like(action.lower(), each.lower()) for each in _listed(statement["NotAction"]))
    return any(like(action.lower(), each.lower()) for each in _listed(statement.get("Action", [])))


def _resource_matches(statement: Document, request: Request) -> bool:
    if request.resource == "*":
        # It is not known what the request is about: a permission for anything is one, a denial of something is none.
        return statement.get("Effect") == "Allow" or "*" in _listed(statement.get("Resource", []))
    if "NotResource" in statement:
        return not any(_names(each, request) for each in _listed(statement["NotResource"]))
    return any(_names(each, request) for each in _listed(statement.get("Resource", [])))


def _names(pattern: str, request: Request) -> bool:
    """Whether a pattern is for the resource. An asterisk at the end extends over the parts that are not written.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html (checked 2026-11-26).
    """
    missing = ARN_PARTS - 1 - pattern.count(":") if pattern.endswith("*") else 0
    return pattern == "*" or arn_like(request.resource, pattern + ":*" * missing)


def _principal_matches(statement: Document, request: Request) -> bool:
    named = statement.get("Principal", statement.get("NotPrincipal"))
    listed = _listed(named.get(request.kind, [])) if isinstance(named, Mapping) else []
    matches = _is_principal if request.kind == "AWS" else str.__eq__
    found = (named == "*" and request.kind == "AWS") or any(matches(each, request.principal) for each in listed)
    return found if "Principal" in statement else not found


def _is_principal(named: str, principal: str) -> bool:
    account = principal.split(":")[4] if principal.count(":") >= 5 else ""
    return named in ("*", principal, account, f"arn:aws:iam::{account}:root")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
