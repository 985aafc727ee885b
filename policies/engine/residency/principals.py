"""Who may: the principals of policy documents and permissions.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (checked
2026-11-22).
"""

from collections.abc import Iterator

from policies.engine.delivery import by_repository
from policies.engine.documents import Condition, Principal, Statement, statements
from policies.engine.residency.border import border
from policies.engine.residency.data import words
from policies.engine.residency.objects import object_problem
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Stack, Unknown, Value, shown

_SERVICE = ".amazonaws.com"
_EQUALS = frozenset({"stringequals", "stringequalsignorecase"})


def document_problems(value: Value, stack: Stack) -> Iterator[str]:
    """What is wrong with whom a policy document lets in; texts go on from the attribute's name."""
    found = statements(value, stack)
    if isinstance(found, Unknown):
        yield "is a policy that cannot be read, and may let in anybody"
        return
    for number, statement in enumerate(found, start=1):
        for problem in statement_problems(statement, stack):
            yield f"lets others in, by statement {statement.sid or number}: {problem}"


def statement_problems(statement: Statement, stack: Stack) -> Iterator[str]:
    """What is wrong with the principals of a statement that allows something."""
    if not statement.allows or by_repository(statement, stack):
        return
    if statement.not_principals:
        yield "it allows everybody but those that it names"
    held = any(_ties(condition, stack) for condition in statement.conditions)
    for principal in statement.principals:
        for identifier in principal.identifiers:
            problem = _identifier_problem(principal, identifier, stack, held=held)
            if problem:
                yield problem


def principal_problem(value: str | Interpolation | Reference, stack: Stack) -> str | None:
    """What is wrong with a principal that is named by itself: a service, an account's number or an ARN."""
    if isinstance(value, str) and value.endswith(_SERVICE):
        return None
    return _identifier_problem(Principal("AWS", (value,)), value, stack, held=False)


def _identifier_problem(principal: Principal, identifier: Value, stack: Stack, *, held: bool) -> str | None:
    if identifier is UNKNOWN or not isinstance(identifier, (str, Interpolation, Reference)):
        return "it cannot be known who"
    if principal.kind == "Service":
        return None if isinstance(identifier, str) else "it cannot be known which service"
    text = identifier if isinstance(identifier, str) else stack.text(identifier)
    if text == "*":
        return None if held else "anybody of any account"
    if principal.kind not in ("AWS", "*"):
        return f"{shown(identifier)}, of whom an authority outside of the account vouches"
    if text is not None and not text.startswith("arn:"):
        problem = border(stack).account_number(text)
        return f"somebody {problem}" if problem else None
    return object_problem(identifier, stack)


def _ties(condition: Condition, stack: Stack) -> bool:
    """Whether a condition lets in principals of this account alone."""
    if condition.test.lower() not in _EQUALS or condition.variable.lower() not in words("account_conditions"):
        return False
    accounts = [stack.text(value) for value in condition.values]
    return bool(accounts) and all(border(stack).account_number(account) is None for account in accounts)
