"""The policies' gate: holds the pack and checkov's own checks against a render or a plan, and fails closed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.findings_catalogue import RuleDescription
    from generator.policing.judging import compare_stacks, judge_stack

__all__ = ["compare_stacks", "descriptions", "judge_stack"]


def descriptions() -> "tuple[RuleDescription, ...]":
    """What each policy, each of checkov's checks that is run, and each rule of the gate is about."""
    from generator.policing.catalogue import described

    return described()


def __getattr__(name: str) -> object:
    # The pack and its data are read only when something is judged.
    if name in ("compare_stacks", "judge_stack"):
        from generator.policing import judging

        return getattr(judging, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
