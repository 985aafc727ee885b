"""No number of another account."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.border import border
from policies.engine.residency.data import catalogued
from policies.engine.residency.walk import Leaf, leaves
from policies.engine.stack import UNKNOWN, Interpolation, Resource, Stack

_NUMBER = re.compile(r"^(\d{12})$|(?<!\d)(\d{12})(?=\.dkr\.ecr\.)")
_NAME = re.compile(r"(?:^|_)accounts?(?:_ids?)?$|^(?:peer_)?owner_id$|^registry_id$")
_PRINCIPALS = frozenset({"principals", "not_principals", "Principal", "NotPrincipal"})


class AccountInside(Policy):
    """Twelve digits are an account, in whatever attribute."""

    id = "CKV_TDG_807"
    title = "No attribute names another account"
    category = "residency"
    why = "What another account owns, receives or may use is in whatever region that account likes."
    source = "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html"
    fix = "Name the environment's own account, or take the attribute out."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each number of another account, and for each account that cannot be told."""
        for leaf in leaves(resource, stack):
            judged = leaf.free or not _PRINCIPALS.isdisjoint(leaf.names) or leaf.attribute in catalogued(resource.type)
            problem = None if judged else _problem(leaf, stack)
            if problem:
                yield Violation(f"{leaf.attribute}: {problem}", attribute=leaf.path)


def _problem(leaf: Leaf, stack: Stack) -> str | None:
    if leaf.value is UNKNOWN:
        says_account = bool(leaf.names) and _NAME.search(leaf.names[-1]) is not None
        return "it cannot be known before the apply, and may be any account" if says_account else None
    text = stack.text(leaf.value) if isinstance(leaf.value, (str, Interpolation)) else None
    found = _NUMBER.search(text) if text else None
    problem = border(stack).account_number(found[1] or found[2]) if found else None
    return f"it is {problem}" if problem else None


check = register(AccountInside)
