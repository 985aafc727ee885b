"""Every operator's mutant dies on the render, by a policy whose subject it is; the stacks it was made of do not."""

import pytest

from tests.mutants.judging import Verdict, judge
from tests.mutants.operators import ENVIRONMENTS, Operator, mutate, operators
from tests.policies.compliant import compliant_render

# `make mutants` takes each in both.
EACH_IN_ONE = [
    (operator, operator.environments[n % len(operator.environments)]) for n, operator in enumerate(operators())
]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_sound_render_has_no_findings(environment: str) -> None:
    assert judge(compliant_render(environment)) == Verdict()


@pytest.mark.parametrize(
    ("operator", "environment"), EACH_IN_ONE, ids=[f"{operator.id}@{name}" for operator, name in EACH_IN_ONE]
)
def test_a_mutant_is_caught_on_the_render(operator: Operator, environment: str) -> None:
    verdict = judge(mutate(operator, environment, compliant_render(environment)).stack, operator.category)

    assert verdict.catches(operator), operator.says
