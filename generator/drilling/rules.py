"""What a drill can find."""

from generator.findings_catalogue import RuleDescription

_SOURCE = "docs/drills.md"

BROKEN = RuleDescription(
    id="DRL001",
    title="A promise holds in a drill",
    severity="error",
    source=_SOURCE,
    explanation="A drill has seen the cluster break a promise: a lost or torn commit, a pause that is too long, a "
    "login that should have been refused. The evidence shows the operations, in `verdict.json` and on the page.",
)
UNPROVEN = RuleDescription(
    id="DRL002",
    title="A drill proves what it is held for",
    severity="error",
    source=_SOURCE,
    explanation="A check had nothing to look at, or could not decide: nothing was acknowledged, nothing was read at "
    "the end, the site could not do what the check needs. Unknown is not a pass; hold the drill again, with more load "
    "or on a target that can do it.",
)


def descriptions() -> tuple[RuleDescription, ...]:
    """The rules of this module."""
    return BROKEN, UNPROVEN
