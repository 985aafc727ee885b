"""The stack says what it may hold and where it may be."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.residency.context import CLASSES, FIELDS, said_by_output
from policies.engine.stack import Resource, Stack

_ACCOUNT = re.compile(r"\d{12}")


class ContextComplete(Policy):
    """Environment, region, account, jurisdiction and classification, in the render and in the output."""

    id = "CKV_TDG_901"
    title = "The stack carries its whole context"
    category = "context"
    why = (
        "A plan is judged by its own context: which jurisdiction its data may not leave, and how it is classified. "
        "Without it nothing is allowed, and nobody could tell what the stack is."
    )
    source = "docs/policies.md"
    fix = "Render the environment again; do not edit the render."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each part that is missing, or is no plain text of its kind."""
        del resource
        if stack.context is None:
            yield Violation("the stack has no context", attribute="output.residency")
        elif missing := [name for name in FIELDS if not getattr(stack.context, name)]:
            yield Violation(f"the context does not say its {' and '.join(missing)}", attribute="output.residency")
        elif stack.context.classification not in CLASSES:
            yield Violation(
                f"{stack.context.classification} is no classification: {', '.join(CLASSES)}",
                attribute="output.residency.classification",
            )
        elif not _ACCOUNT.fullmatch(stack.context.account_id or ""):
            yield Violation(f"{stack.context.account_id} is no account", attribute="output.residency.account_id")
        if stack.context is not None and said_by_output(stack) is None and _has_databases(stack):
            yield Violation(
                "the output residency is not there, so that a plan has no context", attribute="output.residency"
            )


def _has_databases(stack: Stack) -> bool:
    return bool(stack.of("aws_rds_cluster")) or "residency" in stack.outputs


check = register(ContextComplete)
