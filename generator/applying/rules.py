"""What stands between a saved plan and its apply."""

from collections.abc import Iterable

from generator.findings_catalogue import RuleDescription

_PAGE = "docs/apply.md"


def _error(number: int, title: str, explanation: str) -> RuleDescription:
    return RuleDescription(id=f"APL{number:03}", title=title, severity="error", source=_PAGE, explanation=explanation)


NOT_PASSED = _error(
    1,
    "The saved plan has a verdict that passed",
    "A plan is applied only with the verdict that was made for it beside it, and only if that verdict is a pass.",
)
ALTERED = _error(
    2,
    "The saved plan is the one that was judged",
    "The SHA-256 of the plan is in its verdict. A plan with another hash has not been judged, whoever made it.",
)
STALE = _error(
    3,
    "The verdict is fresh",
    "A verdict counts for 24 hours. Waivers expire, advisories come out and AWS changes what it has: what was judged "
    "longer ago is planned and judged again.",
)
OTHER_SPEC = _error(
    4,
    "The spec is the one that was planned",
    "The SHA-256 of the spec is in the verdict. After an edit, the plan describes something that nobody asks for any "
    "more.",
)
OTHER_COMMIT = _error(
    5,
    "The code is the one that judged",
    "The commit is in the verdict, and whether there were changes on top of it. Other policies may come to another "
    "verdict.",
)
OTHER_STATE = _error(
    6,
    "The state is the one that was planned against",
    "Lineage and serial of the state are in the verdict. Another serial means that somebody else has applied since, "
    "another lineage that it is not even the same state.",
)
OTHER_TARGET = _error(
    7,
    "The target is the one that was planned for",
    "A plan is for one target, account and region. What was planned for the sandbox is not applied to AWS.",
)
NOT_EMPTY = _error(
    8,
    "After an apply there is nothing left to do",
    "A second plan right after an apply must be empty. What remains is either a defect of the render, which asks for "
    "something that AWS does not keep, or somebody changes things beside Terraform.",
)
NOT_MADE = _error(
    9,
    "Everything that was planned was made",
    "The API refused something that the plan held to be possible. What was made before stays, and is in the state; "
    "the next apply goes on from there.",
)
LEFT_BEHIND = _error(
    10,
    "After a destroy there is nothing left",
    "Every resource of the account is listed in every region after a destroy. What is still there costs money, and "
    "may hold data.",
)
PROTECTED = _error(
    11,
    "What is protected is not destroyed",
    "A destroy is refused while the spec asks for deletion protection. Take the protection off by an edit of the spec, "
    "with a waiver, and apply that first: two people have then looked at it.",
)

RULES = (
    NOT_PASSED,
    ALTERED,
    STALE,
    OTHER_SPEC,
    OTHER_COMMIT,
    OTHER_STATE,
    OTHER_TARGET,
    NOT_EMPTY,
    NOT_MADE,
    LEFT_BEHIND,
    PROTECTED,
)


def descriptions() -> Iterable[RuleDescription]:
    """What `tidegate explain` says of each."""
    return RULES
