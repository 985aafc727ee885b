"""What IAM makes of policies, as far as these tests ask: who may do what, where, and what a denial takes away.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html (checked 2026-11-25).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from policies.engine.documents import Condition, Statement
from policies.engine.grants import like

ADMINISTRATOR = Statement(sid="Everything", actions=("*",), resources=("*",))

Context = Mapping[str, str]
_Test = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Request:
    """A call; without a resource, one on whatever resource a statement names."""

    action: str
    resource: str | None = None
    context: Context = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """A role's policies, its boundary, and the service control policy of its account; None where there is none."""

    allowed: Sequence[Statement]
    boundary: Sequence[Statement] | None = None
    organisation: Sequence[Statement] | None = None

    def may(self, request: Request) -> bool:
        """Whether the request is allowed by the policies and by all that bounds them, and denied by nothing."""
        layers = [each for each in (self.allowed, self.boundary, self.organisation) if each is not None]
        if any(_holds(each, request) for layer in layers for each in layer if not each.allows):
            return False
        return all(any(_holds(each, request) for each in layer if each.allows) for layer in layers)


def _holds(statement: Statement, request: Request) -> bool:
    return (
        _speaks_of(statement, request.action)
        and _is_about(statement, request.resource)
        and all(_meets(each, request.context) for each in statement.conditions)
    )


def _is_about(statement: Statement, resource: str | None) -> bool:
    if resource is None:
        # What is denied on some resources is not denied as such.
        return statement.allows or "*" in statement.resources
    return any(like(str(each), resource) for each in statement.resources)


def _speaks_of(statement: Statement, action: str) -> bool:
    if statement.not_actions:
        return _any_of(statement.not_actions).fullmatch(action) is None
    return _any_of(statement.actions).fullmatch(action) is not None


@cache
def _any_of(actions: tuple[object, ...]) -> re.Pattern[str]:
    """One pattern for all: these tests ask for each of AWS's many thousand actions."""
    return re.compile("|".join(re.escape(str(each)).replace(r"\*", ".*") for each in actions), re.IGNORECASE)


def _meets(condition: Condition, context: Context) -> bool:
    found = {key.lower(): value for key, value in context.items()}.get(condition.variable.lower())
    test = condition.test.removeprefix("ForAnyValue:")
    if test == "Null":
        return [str(each) for each in condition.values] == [str(found is None).lower()]
    if test == "StringNotEquals":
        return found is None or not _any(_equal, condition.values, found)
    return found is not None and _any(_TESTS[test], condition.values, found)


def _any(test: _Test, values: Iterable[object], found: str) -> bool:
    return any(test(str(each), found) for each in values)


def _equal(wanted: str, found: str) -> bool:
    return wanted == found


_TESTS: Mapping[str, _Test] = {
    "StringEquals": _equal,
    "StringLike": like,
    "ArnLike": like,
    "Bool": lambda wanted, found: wanted.lower() == found.lower(),
}
