"""A key is of the region and account of what it encrypts."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.arns import arn_problems
from policies.engine.residency.data import catalogued
from policies.engine.residency.keys import names_key, of_copy
from policies.engine.residency.marks import marked
from policies.engine.residency.objects import reference_problem
from policies.engine.residency.walk import Leaf, leaves
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack, shown

_MULTI_REGION = "mrk-"


class KeyInRegion(Policy):
    """Attributes that name a key, on any resource type."""

    id = "CKV_TDG_809"
    title = "Each key is in the region and account of what it encrypts"
    category = "residency"
    why = (
        "Terraform plans a key of another region without a word. With a key of elsewhere, or one that has replicas, "
        "what is encrypted here can be read there, and whoever holds it can shut this environment."
    )
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html"
    fix = "Refer to a single-region key of this stack."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each key of elsewhere, and for each that cannot be told."""
        for leaf in leaves(resource, stack):
            if names_key(leaf.names) and leaf.attribute not in catalogued(resource.type):
                problem = _problem(leaf, resource, stack)
                if problem:
                    yield Violation(f"{leaf.attribute}: {problem}", attribute=leaf.path)


def _problem(leaf: Leaf, resource: Resource, stack: Stack) -> str | None:
    if leaf.value is UNKNOWN:
        return "it cannot be known before the apply"
    if isinstance(leaf.value, Reference):
        return reference_problem(leaf.value, stack) or _apart(leaf, resource, stack)
    if not isinstance(leaf.value, (str, Interpolation)):
        return None
    if _MULTI_REGION in str(leaf.value):
        return f"{shown(leaf.value)} is a multi-region key"
    return next(arn_problems(leaf.value, stack), None) or _apart(leaf, resource, stack)


def _apart(leaf: Leaf, resource: Resource, stack: Stack) -> str | None:
    """What is wrong with a key inside the jurisdiction that is in another region than its user."""
    if isinstance(leaf.value, Reference):
        target = stack.target(leaf.value)
        region = target.region if target else None
    else:
        parts = marked(leaf.value, stack)[0].split(":") if isinstance(leaf.value, (str, Interpolation)) else []
        region = parts[3] if len(parts) > 5 and parts[0] == "arn" else resource.region
    return None if region == resource.region or of_copy(leaf.names) else f"it is in {region}, not in {resource.region}"


check = register(KeyInRegion)
