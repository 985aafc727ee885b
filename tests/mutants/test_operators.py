"""The operators are sound: many, each of its own, and each makes another stack of every environment it is for."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from policies.engine.policy import Category
from tests.mutants import operators as subject
from tests.mutants.edits import same
from tests.mutants.operators import ENVIRONMENTS, Operator, OperatorError, mutate, operators, words
from tests.policies.compliant import compliant_render

_WORD = re.compile(r"<[a-z-]+>")


def test_there_are_hundreds_of_them_over_every_category() -> None:
    counted = Counter(operator.category for operator in operators())

    assert counted.total() >= 400
    assert set(counted) == set(get_args(Category))
    assert min(counted.values()) >= 10


@pytest.mark.parametrize("operator", operators(), ids=lambda operator: operator.id)
def test_an_operator_makes_another_stack_of_each_environment(operator: Operator) -> None:
    stacks = []
    for environment in operator.environments:
        render = compliant_render(environment)
        mutant = mutate(operator, environment, render)
        assert not same(mutant.stack, render)
        assert same(render, compliant_render(environment))
        assert not _WORD.search(json.dumps(mutant.stack))
        stacks.append(json.dumps(mutant.stack, sort_keys=True))
    assert len(set(stacks)) == len(stacks)


def test_no_two_operators_of_a_category_make_the_same_mutant() -> None:
    render = compliant_render("eu-west-1")
    made: dict[tuple[str, str], str] = {}
    for operator in operators():
        stack = json.dumps(mutate(operator, "eu-west-1", render).stack, sort_keys=True)
        assert made.setdefault((operator.category, stack), operator.id) == operator.id


def test_words_stand_for_what_is_foreign_to_the_environment() -> None:
    assert {name: words(compliant_render(name))["<foreign>"] for name in ENVIRONMENTS} == {
        "eu-west-1": "us-east-1",
        "us-east-1": "eu-west-1",
    }


@pytest.mark.parametrize(
    "written",
    [
        "{id: a, says: b}",
        "{id: a, says: b, edits: [], also: c}",
        "{id: a, says: b, edits: [], only: render}",
        "{id: a, says: b, edits: [], why: c}",
    ],
)
def test_an_operator_that_lacks_something_is_an_error(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path
    (folder / "shape.yaml").write_text(f"category: shape\noperators: [{written}]\n")
    monkeypatch.setattr(subject, "_FOLDER", folder)

    with pytest.raises(OperatorError, match=r"shape\.yaml: a has the keys"):
        operators.__wrapped__()


def test_two_operators_of_one_name_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path
    one = "{id: a, says: b, edits: []}"
    (folder / "shape.yaml").write_text(f"category: shape\noperators: [{one}, {one}]\n")
    monkeypatch.setattr(subject, "_FOLDER", folder)

    with pytest.raises(OperatorError, match="several operators are called a"):
        operators.__wrapped__()
