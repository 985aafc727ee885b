"""Residency and context say nothing of what Tidegate renders and plans."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from policies.engine.loading import load, load_mapping
from policies.engine.policy import Policy, violations
from tests.policies.compliant import rendered

Json = dict[str, Any]

_FOLDER = Path(__file__).parents[2] / "policies"
POLICIES: list[Policy] = [
    import_module(f"policies.{file.stem}").check
    for pattern in ("residency_*.py", "context_*.py")
    for file in sorted(_FOLDER.glob(pattern))
]
ENVIRONMENTS = ("eu-west-1", "us-east-1")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_render_stays_in_its_jurisdiction(environment: str, compliant_render: Callable[[str], Json]) -> None:
    stack = load_mapping(compliant_render(environment))
    assert _said(stack) == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_plan_stays_in_its_jurisdiction(environment: str, compliant_plan: Callable[[str], Json]) -> None:
    stack = load_mapping(compliant_plan(environment))
    assert _said(stack) == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_stack_that_holds_the_state_stays_in_its_jurisdiction(environment: str) -> None:
    assert _said(load(rendered(environment) / "state" / "cdk.tf.json")) == []


def test_ids_are_one_policys_and_of_its_category() -> None:
    ids = [policy.id for policy in POLICIES]
    assert len(set(ids)) == len(ids)
    assert {policy.id[8]: policy.category for policy in POLICIES} == {"8": "residency", "9": "context"}


def _said(stack: Any) -> list[tuple[str, str, str]]:
    return [
        (policy.id, address, violation.message)
        for policy in POLICIES
        for address, found in violations(policy, stack).items()
        for violation in found
    ]
