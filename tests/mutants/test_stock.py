"""checkov's own command line, as it comes, fails what the gate fails on mutants, and nothing else of the pack."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.errors import ToolError
from policies.engine.loading import load_mapping
from policies.engine.policy import Violation
from tests.mutants import stock
from tests.mutants.judging import judge
from tests.mutants.operators import mutate, operators
from tests.mutants.stock import Answer, ask, differences, expected
from tests.policies.compliant import compliant_plan, compliant_render

ENVIRONMENT = "us-east-1"
EVERY = 97
"""Which operators' mutants are tried here: one of so many. `make mutants` tries each."""


def sample() -> dict[str, Mapping[str, Any]]:
    render = compliant_render(ENVIRONMENT)
    chosen = [each for each in operators() if ENVIRONMENT in each.environments][::EVERY]
    return {each.id: mutate(each, ENVIRONMENT, render).stack for each in chosen}


def edited_plan() -> dict[str, Any]:
    plan = compliant_plan(ENVIRONMENT)
    root = plan["planned_values"]["root_module"]
    cluster = next(each for each in root["resources"] if each["type"] == "aws_rds_cluster")
    cluster["values"]["deletion_protection"] = False
    return plan


def test_the_command_line_and_the_gate_fail_the_same_on_renders() -> None:
    stacks = {"sound": compliant_render(ENVIRONMENT), **sample()}
    answers = ask(stacks, "render", quick=False)
    verdicts = {name: judge(data) for name, data in stacks.items()}

    assert [line for name in stacks for line in differences(verdicts[name].faults, answers[name])] == []
    assert [name for name, answer in answers.items() if not answer.policies] == ["sound"]


def test_the_command_line_and_the_gate_fail_the_same_on_plans() -> None:
    stacks = {"sound": compliant_plan(ENVIRONMENT), "unprotected": edited_plan()}
    answers = ask(stacks, "plan")

    assert answers["sound"].policies == judge(stacks["sound"]).faults == frozenset()
    assert answers["unprotected"].policies == judge(stacks["unprotected"]).faults
    assert {policy for policy, *_ in answers["unprotected"].policies} == {"CKV_TDG_403"}


def test_what_only_one_of_the_two_fails_is_named() -> None:
    one, other = ("CKV_TDG_101", "resource.orders", ("bad",)), ("CKV_TDG_102", "provider", ("worse", "bad"))

    assert list(differences(frozenset({one}), Answer(frozenset({other})))) == [
        "only the gate fails CKV_TDG_101 on resource.orders: bad",
        "only checkov's command line fails CKV_TDG_102 on provider: worse; bad",
    ]
    assert list(differences(frozenset({one}), Answer(frozenset({one})))) == []


@pytest.mark.parametrize(
    ("address", "place"),
    [("aws_kms_key.a", "resource.a"), ("data.aws_iam_policy_document.a", "data.a"), ("stack", "provider")],
)
def test_a_render_s_resources_are_called_as_checkov_calls_them(address: str, place: str) -> None:
    stack = load_mapping(
        {
            "provider": {"aws": [{}]},
            "resource": {"aws_kms_key": {"a": {}}},
            "data": {"aws_iam_policy_document": {"a": {}}},
        }
    )

    found = expected({"CKV_TDG_101": {address: [Violation("bad"), Violation("bad", attribute="x")]}}, stack)
    assert found == {("CKV_TDG_101", place, ("bad",))}


def test_an_answer_is_kept_as_it_was() -> None:
    answer = Answer(frozenset({("CKV_TDG_101", "provider", ("a", "b"))}), frozenset({("CKV_AWS_1", "resource.x")}))

    assert Answer.of_json(answer.as_json()) == answer


def test_another_pack_is_another_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render = compliant_render(ENVIRONMENT)
    asked = stock.question(render, "render")
    assert asked == stock.question(json.loads(json.dumps(render)), "render") != stock.question(render, "plan")
    stock._pack.cache_clear()
    monkeypatch.setattr(stock, "FOLDER", tmp_path)

    assert stock.question(render, "render") != asked
    stock._pack.cache_clear()


def test_a_command_line_that_comes_to_no_verdict_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "_LAUNCH", "import sys; sys.exit('it broke')")
    with pytest.raises(ToolError, match="checkov gave no JSON: it broke"):
        ask({"sound": {}}, "render")
    monkeypatch.setattr(stock, "_LAUNCH", "import sys; sys.exit(3)")
    with pytest.raises(ToolError, match="checkov ended with 3"):
        ask({"sound": {}}, "render")
