"""No ARN leads out, wherever it is written."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.delivery import held_arns
from policies.engine.policy import Policy, Violation
from policies.engine.residency.arns import arn_problems
from policies.engine.residency.data import catalogued
from policies.engine.residency.keys import names_key
from policies.engine.residency.objects import object_problem
from policies.engine.residency.walk import Leaf, leaves
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack

_ARN_NAME = re.compile(r"(?:^|_)arns?$")
_PRINCIPALS = frozenset({"principals", "not_principals", "Principal", "NotPrincipal"})


class ArnInside(Policy):
    """The region and the account of every ARN in any attribute of any resource."""

    id = "CKV_TDG_803"
    title = "No ARN leads to another jurisdiction or account"
    category = "residency"
    why = (
        "Whatever a resource sends, reads, encrypts or lets in, it names by ARN. Region and account are parts of it; "
        "where they are missing, a pattern or unknown, nobody can say that data stays."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"
    fix = "Refer to a resource of this stack, or write an ARN with a region of the jurisdiction and this account."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each ARN that leads out, and for each that cannot be told."""
        held, known = held_arns(resource, stack), catalogued(resource.type)
        for leaf in leaves(resource, stack):
            if leaf.value in held:
                continue
            if leaf.attribute not in known and not names_key(leaf.names):
                for problem in _problems(leaf, stack):
                    yield Violation(f"{leaf.attribute}: {problem}", attribute=leaf.path)


def _problems(leaf: Leaf, stack: Stack) -> Iterator[str]:
    if not _PRINCIPALS.isdisjoint(leaf.names):
        return
    says_arn = bool(leaf.names) and _ARN_NAME.search(leaf.names[-1]) is not None
    if leaf.value is UNKNOWN and (says_arn or leaf.path.endswith("key")):
        yield "it cannot be known before the apply, and may lead anywhere"
    elif isinstance(leaf.value, Reference) and says_arn:
        problem = object_problem(leaf.value, stack)
        if problem:
            yield problem
    elif isinstance(leaf.value, (str, Interpolation)):
        yield from arn_problems(leaf.value, stack)


check = register(ArnInside)
