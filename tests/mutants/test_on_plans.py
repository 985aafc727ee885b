"""A sample of the mutants, planned by Terraform: those that only a plan shows as they are, and one of each category."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.mutants.generated import generate
from tests.mutants.judging import judge
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
REFUSED = "final-snapshot-empty-name"
ALONE = "t1-backup-copy-to-vault-abroad"
GENERATED_STEP = 79
"""Which of the generated mutants are planned here: one of so many."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with planner(rendered(ENVIRONMENT), tmp_path_factory.mktemp("mutants") / "work") as terraform:
        yield Run(compliant_render(ENVIRONMENT), ROOT / "build" / "mutants", terraform.plan)


@pytest.fixture(scope="module")
def plans(run: Run) -> dict[str, Planned]:
    """The plans of the sample, and of one that Terraform refuses, made together."""
    chosen = [each for each in operators() if each.id in (*SAMPLE, REFUSED)]
    made = run.plans.many([mutate(each, ENVIRONMENT, run.render).stack for each in chosen])
    return {each.id: planned for each, planned in zip(chosen, made, strict=True)}


def test_each_of_the_sample_is_caught_on_the_plan(plans: dict[str, Planned]) -> None:
    chosen = {each.id: each for each in operators()}
    caught = [
        name
        for name, planned in plans.items()
        if planned.plan and judge(planned.plan, chosen[name].category).catches(chosen[name])
    ]

    assert sorted(caught) == sorted(SAMPLE)


def test_what_terraform_refuses_names_the_resource(plans: dict[str, Planned]) -> None:
    assert plans[REFUSED].plan is None
    assert list(plans[REFUSED].refused) == ["aws_rds_cluster.orders"]


def test_a_plan_made_with_others_is_the_one_made_alone(run: Run, plans: dict[str, Planned]) -> None:
    operator = next(each for each in operators() if each.id == ALONE)
    together = plans[ALONE].plan
    alone = run.plan_anew(mutate(operator, ENVIRONMENT, run.render).stack).plan

    assert together
    assert alone
    assert comparable(together) == comparable(alone)


def test_generated_mutants_are_caught_on_render_and_plan(run: Run) -> None:
    types = resource_types(ROOT / "build" / "mutants", ROOT / ".terraform.lock.hcl")
    sample = list(generate(types, run.render))[::GENERATED_STEP]
    results = list(run.generated(sample, ENVIRONMENT))

    assert [each for each in results if each.survived] == []
    assert sum(each.plan == "caught" for each in results) > len(sample) / 4


def comparable(plan: Mapping[str, Any]) -> Any:
    """A plan without its time and the order of its resources."""
    kept = {key: value for key, value in plan.items() if key not in ("timestamp", "relevant_attributes")}
    return _sorted(kept)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(entry) for key, entry in value.items()}
    if isinstance(value, list):
        entries = [_sorted(entry) for entry in value]
        named = all(isinstance(entry, dict) and "address" in entry for entry in entries)
        return sorted(entries, key=lambda entry: json.dumps(entry, sort_keys=True)) if named else entries
    return value
