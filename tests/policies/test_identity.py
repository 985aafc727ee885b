"""The policies of who may do what, and of passwords, case by case."""

from collections.abc import Callable
from typing import Any

import pytest

from generator.policing.pack import load_pack
from policies.engine.policy import violations
from policies.engine.stack import load_mapping
from tests.policies.cases import Case, cases, said
from tests.policies.compliant import compliant_plan, compliant_render

POLICIES = {policy.id: policy for policy in load_pack().policies if policy.category == "identity"}
CASES = list(cases("identity"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.policy}: {case.name}")
def test_a_policy_says_all_that_is_wrong_and_nothing_else(case: Case) -> None:
    assert said(case, POLICIES[case.policy]) == case.found


def test_every_policy_has_a_case_in_which_it_fails() -> None:
    assert {case.policy for case in CASES if case.found} == set(POLICIES)


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
@pytest.mark.parametrize("made", [compliant_render, compliant_plan], ids=["render", "plan"])
def test_a_sound_environment_has_no_violation(made: Callable[[str], dict[str, Any]], environment: str) -> None:
    stack = load_mapping(made(environment))
    found = {policy.id: violations(policy, stack) for policy in POLICIES.values()}
    assert {each: said for each, said in found.items() if any(said.values())} == {}
