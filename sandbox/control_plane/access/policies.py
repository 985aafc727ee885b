"""Policies, as IAM evaluates them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sandbox.control_plane.access.conditions import Values, arn_like, holds, like


class Decision(Enum):
    """What policies say of a request. What none speaks of is denied, by whoever asks."""

    ALLOW = "allow"
    DENY = "explicit deny"
    SILENT = "implicit deny"


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants to do what to what: an action `service:Name`, a resource's ARN or `*`, and condition keys."""

    action: str
    resource: str
    principal: str = ""
    values: Values = field(default_factory=dict)


def decide(documents: Iterable[Mapping[str, Any]], request: Request, *, resource_based: bool = False) -> Decision:
    """An explicit denial wins over every permission. Policies of a resource also name principals."""
    decision = Decision.SILENT
    for document in documents:
        for statement in _listed(document.get("Statement", [])):
            if not _applies(statement, request, resource_based=resource_based):
                continue
            if statement.get("Effect") == "Deny":
                return Decision.DENY
            decision = Decision.ALLOW
    return decision


def _applies(statement: Mapping[str, Any], request: Request, *, resource_based: bool) -> bool:
    return (
        _action_matches(statement, request.action)
        and _resource_matches(statement, request)
        and (not resource_based or _principal_matches(statement, request.principal))
        and holds(statement.get("Condition", {}), _with_variables(request))
    )


def _with_variables(request: Request) -> Values:
    return {"aws:principalarn": request.principal or None, **request.values}


def _action_matches(statement: Mapping[str, Any], action: str) -> bool:
    if "NotAction" in statement:
        return not any(like(action.lower(), each.lower()) for each in _listed(statement["NotAction"]))
    return any(like(action.lower(), each.lower()) for each in _listed(statement.get("Action", [])))


def _resource_matches(statement: Mapping[str, Any], request: Request) -> bool:
    if request.resource == "*":
        # It is not known what the request is about: a permission for anything is one, a denial of something is none.
        return statement.get("Effect") == "Allow" or "*" in _listed(statement.get("Resource", []))
    if "NotResource" in statement:
        return not any(_names(each, request) for each in _listed(statement["NotResource"]))
    return any(_names(each, request) for each in _listed(statement.get("Resource", ["*"])))


def _names(pattern: str, request: Request) -> bool:
    return pattern == "*" or arn_like(request.resource, pattern)


def _principal_matches(statement: Mapping[str, Any], principal: str) -> bool:
    named = statement.get("Principal", statement.get("NotPrincipal"))
    found = named == "*" or any(
        _is_principal(each, principal) for each in _listed(named.get("AWS", []) if isinstance(named, Mapping) else [])
    )
    return found if "Principal" in statement else not found


def _is_principal(named: str, principal: str) -> bool:
    account = principal.split(":")[4] if principal.count(":") >= 5 else ""
    return named in ("*", principal, account, f"arn:aws:iam::{account}:root")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
