"""How often a secret is rotated, in all the ways in which it can be said."""

from typing import Any

import pytest

from policies.engine.loading import load_mapping
from policies.engine.rotations import interval_problems


def problems(**rules: Any) -> int:
    stack = load_mapping(
        {"resource": {"aws_secretsmanager_secret_rotation": {"x": {"secret_id": "s", "rotation_rules": rules}}}}
    )
    return len(list(interval_problems(stack.by_address["aws_secretsmanager_secret_rotation.x"][0])))


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ({"automatically_after_days": 30}, 0),
        ({"automatically_after_days": 91}, 1),
        # What the provider reads back where no expression was asked for.
        ({"automatically_after_days": 30, "schedule_expression": ""}, 0),
        ({"automatically_after_days": 91, "schedule_expression": ""}, 1),
        ({"schedule_expression": "rate(10 days)"}, 0),
        ({"schedule_expression": "rate(100 days)"}, 1),
        ({"schedule_expression": ""}, 1),
        ({}, 1),
    ],
)
def test_a_rotation_is_plainly_within_ninety_days_or_not(rules: dict[str, Any], wrong: int) -> None:
    assert problems(**rules) == wrong
