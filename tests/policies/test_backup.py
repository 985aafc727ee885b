from collections.abc import Callable
from typing import Any

import pytest

from generator.policing.pack import load_pack
from policies.engine.stack import load_mapping
from tests.policies.cases import Case, cases, lines, said
from tests.policies.compliant import compliant_plan, compliant_render
from tests.policies.planned import in_plan, said_of_plan

POLICIES = {policy.id: policy for policy in load_pack().policies if policy.category == "backup"}
CASES = list(cases("backup"))
PLANNED = [case for case in CASES if in_plan(case)]


def _name(case: Case) -> str:
    return f"{case.policy}: {case.name}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_policy_says_what_is_wrong_in_a_render(case: Case) -> None:
    assert said(case, POLICIES[case.policy]) == case.found


@pytest.mark.parametrize("case", PLANNED, ids=_name)
def test_a_policy_says_the_same_of_a_plan(case: Case) -> None:
    assert said_of_plan(case, POLICIES[case.policy]) == case.found


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
@pytest.mark.parametrize("made", [compliant_render, compliant_plan])
def test_a_compliant_environment_has_nothing_wrong(made: Callable[[str], dict[str, Any]], environment: str) -> None:
    stack = load_mapping(made(environment))
    assert [line for policy in POLICIES.values() for line in lines(policy, stack)] == []


def test_every_policy_has_a_case_in_which_it_fails() -> None:
    assert {case.policy for case in CASES if case.found} == set(POLICIES)
