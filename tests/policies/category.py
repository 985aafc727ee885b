"""What holds for the policies of every category, case by case; a test module for each says which."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest

from generator.policing.pack import load_pack
from policies.engine.loading import load_mapping
from policies.engine.policy import Category, Policy
from tests.policies.cases import Case, cases, lines, said
from tests.policies.compliant import compliant_plan, compliant_render
from tests.policies.planned import in_plan, said_of_plan


class PoliciesOfACategory:
    """The tests of one category; `conftest.py` gives each of its cases to those that take one."""

    category: ClassVar[Category]

    def test_a_policy_says_what_is_wrong_in_a_render(self, case: Case) -> None:
        assert said(case, policies(self.category)[case.policy]) == case.found

    def test_a_policy_says_the_same_of_a_plan(self, planned_case: Case) -> None:
        assert said_of_plan(planned_case, policies(self.category)[planned_case.policy]) == planned_case.found

    @pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
    @pytest.mark.parametrize("made", [compliant_render, compliant_plan])
    def test_a_compliant_environment_has_nothing_wrong(
        self, made: Callable[[str], dict[str, Any]], environment: str
    ) -> None:
        stack = load_mapping(made(environment))
        assert [line for policy in policies(self.category).values() for line in lines(policy, stack)] == []

    def test_every_policy_has_a_case_in_which_it_fails(self) -> None:
        assert {case.policy for case in cases(self.category) if case.found} == set(policies(self.category))


def policies(category: Category) -> dict[str, Policy]:
    """The category's policies, by id."""
    return {policy.id: policy for policy in load_pack().policies if policy.category == category}


def of_fixture(name: str, category: Category) -> Iterator[Case]:
    """The cases for a test's argument: all, or those that a plan can hold."""
    return (case for case in cases(category) if name == "case" or in_plan(case))
