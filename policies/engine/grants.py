"""What the statements of policies grant, to whom, and under which conditions.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html (checked 2026-11-22).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from policies.engine.arns import parse
from policies.engine.documents import Condition, Principal, Statement
from policies.engine.stack import Reference, Resource, Stack, Value, shown

_EQUAL = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"})
_OF_ACCOUNT = frozenset(
    {"aws:sourceaccount", "aws:sourcearn", "aws:principalaccount", "kms:calleraccount", "aws:sourceowner"}
)
_CONTEXT = "kms:encryptioncontext:"
_WILD = re.compile(r"[*?]")


def covers(statement: Statement, action: str) -> bool:
    """Whether a statement speaks of an action: by name, by a wildcard, or because NotAction leaves it."""
    if statement.not_actions:
        return not any(_fits(each, action) for each in statement.not_actions)
    return any(_fits(each, action) for each in statement.actions) or not statement.actions


def _fits(pattern: Value, action: str) -> bool:
    # What is no plain text may be any action.
    return not isinstance(pattern, str) or like(pattern, action)


def like(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern with IAM's wildcards `*` and `?`, in any case."""
    return _pattern(pattern).fullmatch(text) is not None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    pieces = {"*": ".*", "?": "."}
    return re.compile("".join(pieces.get(each) or re.escape(each) for each in pattern), re.IGNORECASE | re.DOTALL)


def wild(value: Value) -> bool:
    """Whether a value has a wildcard, or is not known well enough to say that it has none."""
    if isinstance(value, Reference):
        return False
    parts = (value,) if isinstance(value, str) else getattr(value, "parts", None)
    return parts is None or any(isinstance(part, str) and _WILD.search(part) is not None for part in parts)


def conditions(statement: Statement, *variables: str) -> list[Condition]:
    """The statement's conditions on these keys, whose case does not matter."""
    wanted = {each.lower() for each in variables}
    return [each for each in statement.conditions if each.variable.lower() in wanted]


def requires(statement: Statement, variable: str, wanted: Iterable[str]) -> bool:
    """Whether a condition lets the statement hold only where the key is one of the `wanted` values."""
    allowed = set(wanted)
    return any(
        each.test.lower() in ("stringequals", "bool") and each.values and set(map(str, each.values)) <= allowed
        for each in conditions(statement, variable)
    )


def within_account(statement: Statement, account: str | None) -> bool:
    """Whether a condition lets the statement hold only for an account's own calls, or for what it calls for."""
    return account is not None and any(_names_account(each, account) for each in statement.conditions)


def _names_account(condition: Condition, account: str) -> bool:
    variable = condition.variable.lower()
    known = variable in _OF_ACCOUNT or variable.startswith(_CONTEXT)
    if not known or condition.test.lower() not in _EQUAL or not condition.values:
        return False
    return all(_of_account(each, account) for each in condition.values)


def _of_account(value: Value, account: str) -> bool:
    if not isinstance(value, str):
        # A reference's ARN is of the stack's own account.
        return isinstance(value, Reference) and value.attribute == "arn"
    arn = parse(value)
    return value == account if arn is None else arn.account == account


def strangers(statement: Statement, resource: Resource, stack: Stack) -> Iterator[str]:
    """Whom a statement of a resource's policy lets in without being allowed to; each as the end of "lets in …".

    Allowed are principals of the resource's own account that are named in full, and services of AWS on behalf of it.
    """
    if statement.not_principals:
        yield "everybody but those that it names"
    if not statement.principals and not statement.not_principals:
        yield "nobody that can be told"
    for principal in statement.principals:
        for identifier in principal.identifiers or ("",):
            found = _stranger(principal, identifier, statement, resource, stack)
            if found:
                yield found


def _stranger(
    principal: Principal, identifier: Value, statement: Statement, resource: Resource, stack: Stack
) -> str | None:
    own = within_account(statement, resource.account)
    if principal.kind == "Service":
        known = isinstance(identifier, str) and not wild(identifier)
        return None if own and known else f"the service {shown(identifier)} on behalf of any account"
    if principal.kind in ("AWS", "*") and identifier == "*":
        return None if own else "everybody"
    if principal.kind == "AWS" and own_principal(identifier, resource, stack):
        return None
    return f"{principal.kind} {shown(identifier)}, which is not plainly of its own account"


def own_principal(identifier: Value, resource: Resource, stack: Stack) -> bool:
    """Whether an identifier is the resource's account, or one principal of it, named in full."""
    if isinstance(identifier, Reference):
        found = stack.target(identifier, "aws_iam_role")
        return found is not None and found.mode == "managed" and identifier.attribute == "arn"
    if not isinstance(identifier, str) or wild(identifier) or resource.account is None:
        return False
    arn = parse(identifier)
    if arn is None:
        return identifier == resource.account
    return arn.service in ("iam", "sts") and arn.account == resource.account
