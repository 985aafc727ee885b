"""Render and output tell the same context."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.residency.context import FIELDS, said_by_output
from policies.engine.stack import Resource, Stack, shown


class ContextAgreement(Policy):
    """The render is judged by its comment, and the plan by the output: they must be one."""

    id = "CKV_TDG_902"
    title = "The render's context and the output residency agree"
    category = "context"
    why = "The render is judged by one and the plan by the other. Where they differ, one was judged by a lie."
    source = "docs/policies.md"
    fix = "Render the environment again; do not edit the render."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each part that differs, or that is not written out in the output."""
        del resource
        said = said_by_output(stack)
        if stack.context is None or said is None:
            return
        for name in FIELDS:
            expected, found = getattr(stack.context, name), said.get(name)
            if found != expected or not isinstance(found, str):
                yield Violation(
                    f"the output says {shown(found)} of the {name}, and the context {shown(expected)}",
                    attribute=f"output.residency.{name}",
                )


check = register(ContextAgreement)
