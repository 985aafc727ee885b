"""The tags of every resource say what the context says."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.residency.context import TAGGED, default_tags
from policies.engine.stack import Resource, Stack, shown


class ContextTags(Policy):
    """A second witness: what is tagged as personal cannot be called public in the context, nor the other way round."""

    id = "CKV_TDG_905"
    title = "The default tags agree with the context"
    category = "context"
    why = (
        "Nothing is allowed because of a tag. But tags are what people and other tools see of a resource, and a "
        "classification that was lowered in the context alone shows in them."
    )
    source = "https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"
    fix = "Render the environment again; do not edit the render."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each tag of a provider that is missing or differs."""
        del resource
        for provider in stack.providers.values():
            said = {name: value for tags in default_tags(provider) for name, value in tags.items()}
            for name in TAGGED:
                expected, found = getattr(stack.context, name, None), said.get(name)
                if stack.context is not None and found != expected:
                    yield Violation(
                        f"provider {provider.name} tags the {name} as {shown(found)}, and the context says {expected}",
                        attribute=f"provider.{provider.name}.default_tags.{name}",
                    )


check = register(ContextTags)
