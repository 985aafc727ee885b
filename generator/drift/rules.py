"""The kinds of differences between what is there and what was applied."""

from collections.abc import Iterable

from generator.findings import Severity
from generator.findings_catalogue import RuleDescription

_PAGE = "docs/apply.md"


def _rule(number: int, severity: Severity, title: str, explanation: str) -> RuleDescription:
    return RuleDescription(id=f"DRF{number:03}", title=title, severity=severity, source=_PAGE, explanation=explanation)


DRIFTED = _rule(
    1,
    "error",
    "Nothing is changed beside Terraform",
    "Something is other than it was when Terraform last wrote it, and neither RDS nor a rotation does that by itself. "
    "Bring the change into the spec, or plan and apply again to undo it.",
)
GONE = _rule(
    2,
    "error",
    "Nothing is deleted beside Terraform",
    "A resource is in the state and not in the account any more. Planning and applying makes it anew; data that was "
    "in it does not come back by that.",
)
PENDING = _rule(
    3,
    "warning",
    "Changes that wait for the maintenance window are no drift",
    "Some changes of a cluster are taken and done later: in the next maintenance window, or at the next reboot. Until "
    "then the API shows the old value, and the new one under pending changes.",
)
NOT_APPLIED = _rule(
    4,
    "warning",
    "An edit of the spec that is not applied yet is no drift",
    "The spec asks for something that nobody has applied so far. Plan and apply, or take the edit back.",
)

RULES = (DRIFTED, GONE, PENDING, NOT_APPLIED)


def descriptions() -> Iterable[RuleDescription]:
    """What `tidegate explain` says of each."""
    return RULES
