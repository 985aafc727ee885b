"""The border: the regions of the stack's jurisdiction, and its account."""

from collections.abc import Mapping
from dataclasses import dataclass

from policies.engine.residency.data import global_services, jurisdictions
from policies.engine.stack import Resource, Stack

_DEFAULT = "aws"


@dataclass(frozen=True, slots=True)
class Border:
    """Where data may be. Without a context that can be read nothing is inside."""

    jurisdiction: str
    regions: frozenset[str]
    account: str | None

    def region(self, region: str | None) -> str | None:
        """What is wrong with a region, or None."""
        if region is None:
            return "in a region that cannot be told"
        if region in self.regions:
            return None
        if not self.regions:
            return f"in {region}, and no jurisdiction that is known says that it may be"
        return f"in {region}, outside {self.jurisdiction}"

    def account_number(self, account: str | None) -> str | None:
        """What is wrong with an account, or None."""
        if account is not None and account == self.account:
            return None
        return "in an account that cannot be told" if account is None else f"in account {account}, not this one"

    def global_service(self, service: str) -> bool:
        """Whether the service's ARNs have no region, and what they name holds no data."""
        return service in global_services()


def place_problem(resource: Resource, stack: Stack) -> str | None:
    """What is wrong with the place of a resource, or None.

    What is wrong with the default provider's place is said once, of the provider, and not of all that it makes.
    """
    if resource.provider == _DEFAULT and _DEFAULT in stack.providers:
        return None
    line = border(stack)
    return line.region(resource.region) or line.account_number(resource.account)


def border(stack: Stack) -> Border:
    """The border that the stack's own context draws, with the map of jurisdictions."""
    context = stack.context
    if context is None or context.jurisdiction is None:
        return Border("a jurisdiction that the stack does not name", frozenset(), None)
    known: Mapping[str, frozenset[str]] = jurisdictions()
    return Border(context.jurisdiction, known.get(context.jurisdiction, frozenset()), context.account_id)
