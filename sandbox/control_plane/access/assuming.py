"""Who may assume a role: whoever its trust policy lets in, by their own policies or by an identity provider's token.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html (both checked 2026-11-26)
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NoReturn

from moto.iam.models import iam_backends

from sandbox.control_plane.access.callers import ADMINISTRATOR, Caller, administrator
from sandbox.control_plane.access.refusing import invalid, refusal
from sandbox.control_plane.access.web_identity import Claims, claims_of
from sandbox.identity.conditions import Values
from sandbox.identity.policies import Decision, Document, Request, decide
from sandbox.identity.principals import PARTITION

ASSUME, FEDERATED, SAML = "AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"
ASSUMING = (ASSUME, FEDERATED, SAML)
DEFAULT_SECONDS, SHORTEST_SECONDS = 3600, 900


def check_assuming(call: Any, action: str, caller: Caller | None, values: Values) -> None:
    """Raises what STS answers to whoever may not assume the role. `caller` is None for the administrator.

    `values` are what conditions may ask of the request; those of the caller are added.
    """
    arn = str(call._get_param("RoleArn") or "")
    # The administrator's own role is in no IAM: through it, the sandbox hands out the keys that it is used with.
    if action == ASSUME and caller is None and arn.endswith(f":role/{ADMINISTRATOR}"):
        return
    role = _role(arn)
    if role is None or action == SAML:
        _refuse(call, caller, f"sts:{action}", arn)
    trust = json.loads(role.assume_role_policy_document or "{}")
    if action == FEDERATED:
        claims = claims_of(call, _account(arn))
        allowed = _trusts_token(trust, arn, claims, values)
    else:
        allowed = _trusts_caller(trust, arn, caller or administrator(call.current_account), values)
    if not allowed:
        _refuse(call, caller, f"sts:{action}", arn)
    _check_duration(call, role)


def _trusts_caller(trust: Document, arn: str, caller: Caller, values: Values) -> bool:
    """Whether the trust policy lets a caller in, and its own policies do where it is not named by itself.

    A trust policy that names an account leaves it to the account's own policies who of it may; one that names a
    principal of the same account is enough.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (checked 2026-11-26).
    """
    asked = Request(f"sts:{ASSUME}", arn, caller.who.identity, {**values, **_of_caller(caller)})
    own = decide(caller.who.policies, asked)
    if Decision.DENY in (own, _of_trust(trust, asked)):
        return False
    if any(decide(documents, asked) is not Decision.ALLOW for documents in caller.who.limits):
        return False
    if _account(arn) == caller.account and _of_trust(_named(trust), asked) is Decision.ALLOW:
        return True
    return own is Decision.ALLOW and _of_trust(trust, asked) is Decision.ALLOW


def _trusts_token(trust: Document, arn: str, claims: Claims, values: Values) -> bool:
    asked = Request(f"sts:{FEDERATED}", arn, claims.provider, {**values, **claims.values}, kind="Federated")
    return _of_trust(trust, asked) is Decision.ALLOW


def _of_trust(trust: Document, asked: Request) -> Decision:
    """A trust policy names no resource: it is the role's own."""
    statements = [{**each, "Resource": "*"} for each in _statements(trust)]
    return decide([{"Statement": statements}], replace(asked, resource="*"), resource_based=True)


def _named(trust: Document) -> Document:
    """The trust policy without what it leaves to an account."""
    return {"Statement": [each for each in map(_by_name, _statements(trust)) if each]}


def _by_name(statement: Mapping[str, Any]) -> Mapping[str, Any] | None:
    principal = statement.get("Principal")
    if not isinstance(principal, Mapping):
        return statement
    named = principal.get("AWS", [])
    kept = [each for each in (named if isinstance(named, list) else [named]) if not _is_account(each)]
    return {**statement, "Principal": {"AWS": kept}} if kept else None


def _is_account(principal: str) -> bool:
    return principal.isdecimal() or principal.endswith(":root")


def _statements(document: Document) -> Iterator[Mapping[str, Any]]:
    found = document.get("Statement", [])
    yield from (each for each in (found if isinstance(found, list) else [found]) if isinstance(each, Mapping))


def _of_caller(caller: Caller) -> Values:
    return {"aws:principalaccount": caller.account, "aws:principalarn": caller.who.identity}


def _role(arn: str) -> Any | None:
    roles = iam_backends[_account(arn)][PARTITION].roles.values() if _account(arn) else ()
    return next((role for role in roles if role.arn == arn), None)


def _account(arn: str) -> str:
    return arn.split(":")[4] if arn.count(":") >= 5 else ""


def _check_duration(call: Any, role: Any) -> None:
    """A session lasts no longer than its role lets it.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html (checked 2026-11-26).
    """
    seconds = call._get_int_param("DurationSeconds", DEFAULT_SECONDS)
    if seconds < SHORTEST_SECONDS:
        raise invalid("ValidationError", f"DurationSeconds must be {SHORTEST_SECONDS} at least")
    if seconds > int(role.max_session_duration or DEFAULT_SECONDS):
        raise invalid(
            "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        )


def _refuse(call: Any, caller: Caller | None, action: str, arn: str) -> NoReturn:
    if action == f"sts:{FEDERATED}":
        raise refusal(call, "sts", f"Not authorized to perform {action}")
    who = (caller or administrator(call.current_account)).who.arn
    raise refusal(call, "sts", f"User: {who} is not authorized to perform: {action} on resource: {arn}")
