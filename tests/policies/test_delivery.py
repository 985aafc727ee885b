"""Policies on the stack of the roles that plan and apply another, case by case."""

import pytest

from generator.policing.pack import load_pack
from policies.engine.loading import load
from policies.engine.policy import violations
from tests.policies.cases import Case, cases, said
from tests.policies.compliant import planned, rendered

POLICIES = {policy.id: policy for policy in load_pack().policies}
ENVIRONMENTS = ("eu-west-1", "us-east-1")


@pytest.mark.parametrize("case", list(cases("delivery")), ids=lambda case: f"{case.policy}: {case.name}")
def test_a_policy_says_all_that_is_wrong_with_roles_and_nothing_else(case: Case) -> None:
    assert said(case, POLICIES[case.policy]) == case.found


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_roles_of_an_environment_are_judged_by_the_whole_pack_and_sound(environment: str) -> None:
    stack = load(rendered(environment) / "roles" / "cdk.tf.json")
    found = {policy.id: violations(policy, stack) for policy in POLICIES.values()}

    assert stack.delivers
    assert {each: said for each, said in found.items() if any(said.values())} == {}
    assert {each for each, said in found.items() if said} >= {
        "CKV_TDG_304",
        "CKV_TDG_308",
        "CKV_TDG_325",
        "CKV_TDG_813",
    }


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_stack_itself_is_none_of_roles(environment: str) -> None:
    assert not load(rendered(environment) / "cdk.tf.json").delivers
    assert not load(planned(environment) / "plan.json").delivers
