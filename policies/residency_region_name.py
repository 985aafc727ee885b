"""Every attribute that says "region" names one of the jurisdiction."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.data import catalogued, words
from policies.engine.residency.kinds import region_problem
from policies.engine.residency.walk import Leaf, leaves
from policies.engine.stack import UNKNOWN, Resource, Stack


class RegionNamed(Policy):
    """Attributes of any type by their name, so that a type which is new is judged too."""

    id = "CKV_TDG_804"
    title = "Each attribute that names a region names one of the jurisdiction"
    category = "residency"
    why = (
        "Copies, replicas, aggregators and tools of deployment take a region as an argument. The name of the argument "
        "says so on every resource type, also on one that nobody has looked at yet."
    )
    source = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"
    fix = "Name the environment's region, or leave the argument out."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each region that is not of the jurisdiction or cannot be told."""
        for leaf in leaves(resource, stack):
            if _says_region(leaf) and leaf.attribute not in catalogued(resource.type):
                problem = _problem(leaf, stack)
                if problem:
                    yield Violation(f"{leaf.attribute}: {problem}", attribute=leaf.path)


def _says_region(leaf: Leaf) -> bool:
    """Whether the name of an attribute, or of the block that holds the name, says that it is a region."""
    last = leaf.names[-1].lower() if leaf.names and not _is_yes_or_no(leaf) else ""
    if "region" in last:
        says = not last.startswith("regional") and (leaf.value is not True or "multi" in last or "all" in last)
    else:
        says = last == "name" and len(leaf.names) > 1 and leaf.names[-2] in ("region", "regions")
    return says and not leaf.free and not leaf.attribute.endswith(tuple(words("not_regions")))


def _is_yes_or_no(leaf: Leaf) -> bool:
    """Whether it is a policy's condition on a key that is true or false, or there or not: no region is its value."""
    return len(leaf.names) > 2 and leaf.names[-3] == "Condition" and leaf.names[-2] in ("Bool", "BoolIfExists", "Null")


def _problem(leaf: Leaf, stack: Stack) -> str | None:
    if leaf.value is True:
        return "it is true, which takes in other regions"
    if leaf.value is UNKNOWN or isinstance(leaf.value, bool):
        return "it cannot be known before the apply, and may be any region"
    return region_problem(leaf.value, stack)


check = register(RegionNamed)
