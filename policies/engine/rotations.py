"""How secrets are rotated."""

import re
from collections.abc import Iterator

from policies.engine.clusters import leads_to, made
from policies.engine.policy import Violation
from policies.engine.reading import number
from policies.engine.stack import Reference, Resource, Stack, Value, shown

LONGEST_DAYS = 90
_ROTATION = "aws_secretsmanager_secret_rotation"
_MASTER = re.compile(r"master_user_secret(\[0\])?\.secret_arn")
_RATE = re.compile(r"rate\((\d+) (days?|hours?)\)")


def is_master_secret(value: Value, cluster: Resource, stack: Stack) -> bool:
    """Whether a value is the ARN of the secret that RDS makes for a cluster's master user."""
    if not isinstance(value, Reference) or not _MASTER.fullmatch(value.attribute):
        return False
    return stack.target(value) is cluster


def rotations_of(owner: Resource, stack: Stack) -> list[Resource]:
    """The rotations of this stack of a secret, or of a cluster's master user's secret."""
    if owner.type == "aws_secretsmanager_secret":
        return [each for each in made(stack, _ROTATION) if leads_to(each.get("secret_id"), owner, stack, "arn", "id")]
    return [each for each in made(stack, _ROTATION) if is_master_secret(each.get("secret_id"), owner, stack)]


def interval_problems(rotation: Resource) -> Iterator[Violation]:
    """What is wrong with how often a rotation happens."""
    days = _days(rotation)
    if days is None or not 0 < days <= LONGEST_DAYS:
        given = rotation.get("rotation_rules.0.schedule_expression") or rotation.get(
            "rotation_rules.0.automatically_after_days"
        )
        yield Violation(
            f"it rotates the secret after {shown(given)}, which is not plainly within {LONGEST_DAYS} days",
            rotation.address,
            "rotation_rules",
        )


def _days(rotation: Resource) -> float | None:
    rules = rotation.blocks("rotation_rules")
    if len(rules) != 1:
        return None
    # The provider keeps an empty one where none was asked for.
    expression = rules[0].get("schedule_expression") or None
    if expression is None:
        return number(rules[0].get("automatically_after_days"))
    found = _RATE.fullmatch(expression) if isinstance(expression, str) else None
    if found is None or rules[0].get("automatically_after_days") is not None:
        return None
    return int(found[1]) / (24 if found[2].startswith("hour") else 1)
