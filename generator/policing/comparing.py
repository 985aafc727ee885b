"""Whether a render and a plan are of the same stack, and of the environment that was asked for."""

from collections.abc import Iterator
from dataclasses import fields

from policies.engine.stack import Context, Stack

_Instances = set[tuple[str, str | None]]


def differences(render: Stack, plan: Stack) -> Iterator[tuple[str, str]]:
    """Each resource that only one of the two holds: its address, and a message."""
    unsure = {each.address for each in render.resources if not each.certain}
    rendered, planned = _instances(render, unsure), _instances(plan, unsure)
    for (address, key), holder, other in (
        *((each, "render", "plan") for each in sorted(rendered - planned, key=str)),
        *((each, "plan", "render") for each in sorted(planned - rendered, key=str)),
    ):
        named = address if key is None else f"{address}[{key}]"
        yield address, f"{named} is in the {holder} and not in the {other}"
    if render.context != plan.context:
        yield "", "the render and the plan do not say the same of their environment"


def _instances(stack: Stack, unsure: set[str]) -> _Instances:
    return {(each.address, None if each.address in unsure else each.key) for each in stack.resources}


def foreign(stack: Stack, wanted: Context | None) -> Iterator[str]:
    """What a stack does not say of its environment, or says otherwise than `wanted` (from the spec)."""
    if stack.context is None:
        yield "it does not say which environment it is of"
        return
    for each in fields(Context):
        found = getattr(stack.context, each.name)
        asked = getattr(wanted, each.name) if wanted else found
        if found is None:
            yield f"it does not say its {each.name}"
        elif asked is not None and found != asked:
            yield f"its {each.name} is {found}, and the spec's {asked}"
