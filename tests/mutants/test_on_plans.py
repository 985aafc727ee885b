"""A sample of the mutants, planned by Terraform: those that only a plan shows as they are, and one of each category."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.mutants.generated import generate
from tests.mutants.judging import Verdict, judge
from tests.mutants.operators import mutate, operators
from tests.mutants.planning import Planned, planner
from tests.mutants.running import Run
from tests.mutants.schema import resource_types
from tests.policies.compliant import compliant_render, rendered

ENVIRONMENT = "eu-west-1"
SAMPLE = (
    "storage-encryption-behind-variable",
    "storage-key-unknown",
    "second-parameter-group-by-conditional",
    "connect-policy-encoded",
    "selection-of-nothing",
    "alarm-of-two-members",
    "open-behind-interpolation",
    "serverless-scaling",
    "alias-behind-variable",
    "t1-backup-copy-to-vault-abroad",
    "t2-secret-replica-dynamic",
    "context-behind-variable",
)
GENERATED_STEP = 79
"""Which of the generated mutants are planned here: one of so many."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with planner(rendered(ENVIRONMENT), tmp_path_factory.mktemp("mutants") / "work") as terraform:
        yield Run(compliant_render(ENVIRONMENT), ROOT / "build" / "mutants", terraform.plan)


def test_a_sound_plan_has_no_findings(run: Run) -> None:
    planned = run.plan(run.render)

    assert planned.plan, planned.refusal
    assert judge(planned.plan) == Verdict()


@pytest.mark.parametrize("name", SAMPLE)
def test_a_mutant_is_caught_on_the_plan(run: Run, name: str) -> None:
    operator = next(each for each in operators() if each.id == name)
    planned = run.plan(mutate(operator, ENVIRONMENT, run.render).stack)

    assert planned.plan, planned.refusal
    assert judge(planned.plan, operator.category).catches(operator), operator.says


def test_what_terraform_refuses_names_the_resource(run: Run) -> None:
    operator = next(each for each in operators() if each.id == "final-snapshot-empty-name")
    planned = run.plan(mutate(operator, ENVIRONMENT, run.render).stack)

    assert planned.plan is None
    assert list(planned.refused) == ["aws_rds_cluster.orders"]


def test_generated_mutants_are_caught_on_render_and_plan(run: Run) -> None:
    types = resource_types(ROOT / "build" / "mutants", ROOT / ".terraform.lock.hcl")
    sample = list(generate(types, run.render))[::GENERATED_STEP]
    results = list(run.generated(sample, ENVIRONMENT))

    assert [each for each in results if each.survived] == []
    assert sum(each.plan == "caught" for each in results) > len(sample) / 4


def test_a_plan_is_made_once(tmp_path: Path, run: Run) -> None:
    made = Run(run.render, tmp_path, run.plan)
    first = made.plan(run.render)

    assert Run(run.render, tmp_path, _never).plan(run.render) == first


def _never(_stack: object) -> Planned:
    raise AssertionError("this plan was there already")
