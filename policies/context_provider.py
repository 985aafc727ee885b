"""The providers work where the context says that the environment is."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.stack import Resource, Stack


class ContextProvider(Policy):
    """Region and account of each provider against the context's."""

    id = "CKV_TDG_904"
    title = "Each provider works in the environment's own region and account"
    category = "context"
    why = (
        "An environment is one region and one account. A context that names others than those the providers work in "
        "draws the border somewhere else; a second region needs a spec that names it."
    )
    source = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"
    fix = "Render the environment again; do not edit the render."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each region or account of a provider that is not the context's."""
        del resource
        context = stack.context
        if context is None:
            return
        for provider in stack.providers.values():
            for attribute, found, expected in (
                ("region", provider.region, context.region),
                ("allowed_account_ids", provider.account, context.account_id),
            ):
                if found != expected:
                    yield Violation(
                        f"provider {provider.name}: {attribute} is {found or 'open'}, and the context says {expected}",
                        attribute=f"provider.{provider.name}.{attribute}",
                    )


check = register(ContextProvider)
