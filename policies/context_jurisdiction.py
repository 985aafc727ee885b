"""The context's region is in its jurisdiction, and the map knows the jurisdiction."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.residency.data import jurisdictions
from policies.engine.residency.regions import is_region
from policies.engine.stack import Resource, Stack


class ContextJurisdiction(Policy):
    """What is allowed comes from the map of jurisdictions, not from the name alone."""

    id = "CKV_TDG_903"
    title = "The jurisdiction is known, and the environment's region is in it"
    category = "context"
    why = "To call the jurisdiction by another name, or the region by another, would allow what the data may not do."
    source = "https://docs.aws.amazon.com/controltower/latest/controlreference/data-residency-controls.html"
    fix = "Render the environment again; correct residency.jurisdiction or region in its spec if they are wrong there."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for an unknown jurisdiction, a region outside of it, or a name of another region."""
        del resource
        context = stack.context
        if context is None or context.jurisdiction is None:
            return
        regions = jurisdictions().get(context.jurisdiction)
        if regions is None:
            yield Violation(
                f"{context.jurisdiction} is no known jurisdiction", attribute="output.residency.jurisdiction"
            )
        elif context.region not in regions:
            yield Violation(f"{context.region} is not in {context.jurisdiction}", attribute="output.residency.region")
        if is_region(context.environment or "") and context.environment != context.region:
            yield Violation(
                f"the environment is called {context.environment}, and is in {context.region}",
                attribute="output.residency.environment",
            )


check = register(ContextJurisdiction)
