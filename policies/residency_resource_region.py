"""Everything of a stack is in its jurisdiction and account."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.border import place_problem
from policies.engine.stack import Resource, Stack


class ResourceRegion(Policy):
    """A resource or data source is where its provider is, whatever its arguments say."""

    id = "CKV_TDG_801"
    title = "Each resource is in the jurisdiction and in the environment's account"
    category = "residency"
    why = (
        "A resource is made in the region of its provider. One alias is enough to make a copy, a reader or a function "
        "in another jurisdiction, and a data source there brings in what it finds."
    )
    source = "https://docs.aws.amazon.com/controltower/latest/controlreference/data-residency-controls.html"
    fix = "Use the environment's own provider, or one of a region of the jurisdiction and of the same account."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation where the place is wrong; what the default provider does wrong is said once, of the stack."""
        problem = place_problem(resource, stack)
        if problem:
            yield Violation(f"{resource.address} is {problem} (provider {resource.provider})", attribute="provider")


check = register(ResourceRegion)
