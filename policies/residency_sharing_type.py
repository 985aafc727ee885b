"""Resource types whose very name says that they reach across."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.data import entries, words
from policies.engine.stack import Resource, Stack

_ACROSS = re.compile(
    r"global_|_global$|multi_?region|cross_?region|cross_?account|replica|replicat|peering|accelerator|"
    r"_share(?:d)?(?:_|$)|_accepter$|organization|delegat|federat|outposts?(?:_|$)"
)


class SharingType(Policy):
    """Types that the catalogue does not know are judged by their name."""

    id = "CKV_TDG_814"
    title = "No resource type that shares, replicates or reaches across without being known"
    category = "residency"
    why = (
        "New types come with every version of the provider. One that calls itself global, shared, a replica or an "
        "organisation's moves or opens data by its nature, and nobody has yet written down how."
    )
    source = "https://docs.aws.amazon.com/controltower/latest/controlreference/data-residency-controls.html"
    fix = "Leave it out, or enter the type into the catalogue with what each of its attributes must be."
    types = ("*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Only what is made here, and what the catalogue says nothing of."""
        del stack
        known = bool(entries(resource.type)) or resource.type in words("harmless_types")
        return resource.mode == "managed" and not known

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for a type that says so."""
        del stack
        if _ACROSS.search(resource.type):
            yield Violation(f"{resource.type} says by its name that it reaches across regions or accounts")


check = register(SharingType)
