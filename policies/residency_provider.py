"""The providers work inside the border, and speak with AWS alone."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.residency.providers import provider_faults
from policies.engine.stack import Resource, Stack


class ProviderInside(Policy):
    """Region, account, endpoints and roles of every provider."""

    id = "CKV_TDG_802"
    title = "Each provider has a region of the jurisdiction, one account, and no endpoint elsewhere"
    category = "residency"
    why = (
        "Without a region the provider takes the caller's, without allowed_account_ids the caller's account, and with "
        "an endpoint, a proxy or a role of its own it may make everything somewhere else."
    )
    source = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"
    fix = "Write the region and one allowed account in the provider, and no endpoints, proxies or roles of others."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each fault of each provider."""
        del resource
        if "aws" not in stack.providers:
            yield Violation("the stack has no provider aws, so that the caller decides on region and account")
        for provider in stack.providers.values():
            for attribute, message in provider_faults(provider, stack):
                yield Violation(
                    f"provider {provider.name}: {message}", attribute=f"provider.{provider.name}.{attribute}"
                )


check = register(ProviderInside)
