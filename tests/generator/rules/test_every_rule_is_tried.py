"""Each rule has a spec in which it fires and one in which it just does not."""

import pytest

from generator.rules import descriptions
from tests.specs.cases import all_cases, expected_rules, just_passing_rules

RULES = [rule.id for rule in descriptions()]
CASES = list(all_cases())
FIRING = {rule for case in CASES if case.name.startswith("fail-") for rule in expected_rules(case)}
JUST_PASSING = {rule for case in CASES for rule in just_passing_rules(case) - expected_rules(case)}


@pytest.mark.parametrize("rule", RULES)
def test_a_case_shows_the_rule_fire(rule: str) -> None:
    assert rule in FIRING, f"write tests/specs/fail-….yaml in which {rule} fires"


@pytest.mark.parametrize("rule", RULES)
def test_a_case_touches_the_rules_boundary_from_the_right_side(rule: str) -> None:
    assert rule in JUST_PASSING, f"name {rule} in a `# just passes:` line of a case"


def test_no_case_names_a_rule_that_is_none() -> None:
    assert set(RULES) >= JUST_PASSING
