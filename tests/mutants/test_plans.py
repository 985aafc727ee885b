"""Plans are made once, many in one go, and those that Terraform refuses, or that fit no other, for themselves."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.mutants.edits import Stack
from tests.mutants.planning import Planned
from tests.mutants.plans import Plans

BASE: dict[str, Any] = {"provider": {"aws": [{}]}, "resource": {"aws_x": {"a": {"on": True}}}}


def variant(on: str) -> dict[str, Any]:
    return {**BASE, "resource": {"aws_x": {"a": {"on": on}}}}


class Terraform:
    """Plans any stack whose values it does not refuse, as a plan of its configuration alone."""

    def __init__(self, refuses: Mapping[str, str] | None = None) -> None:
        self.refuses = dict(refuses or {})
        self.asked: list[list[str]] = []

    def __call__(self, stack: Stack) -> Planned:
        named = stack["resource"]["aws_x"]
        self.asked.append([str(body["on"]) for body in named.values()])
        refused = dict(self._refused(named))
        if refused:
            return Planned(None, next(iter(refused.values())), refused)
        resources = [{"mode": "managed", "type": "aws_x", "name": name, **body} for name, body in named.items()]
        module = {"root_module": {"resources": resources}}
        return Planned({"planned_values": module, "configuration": {"provider_config": {}, **module}})

    def _refused(self, named: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, body in named.items():
            if body["on"] in self.refuses:
                where = f"aws_x.{name}" if self.refuses[body["on"]] else ""
                yield where, f"no {body['on']}"


def planned_values(planned: Planned) -> list[object]:
    assert planned.plan
    return [each["on"] for each in planned.plan["planned_values"]["root_module"]["resources"]]


def test_many_are_planned_in_one_go_and_each_is_its_own(tmp_path: Path) -> None:
    terraform = Terraform()
    found = Plans(BASE, tmp_path, terraform).many([variant("x"), variant("y"), BASE])

    assert [planned_values(each) for each in found] == [["x"], ["y"], [True]]
    assert terraform.asked == [["True", "x", "y"]]


def test_a_plan_is_made_once(tmp_path: Path) -> None:
    first, second = Terraform(), Terraform()
    made = Plans(BASE, tmp_path, first).many([variant("x"), variant("y")])
    again = Plans(BASE, tmp_path, second)

    assert [again.one(variant("x")), *again.many([variant("y"), variant("z")])[:1]] == made
    assert second.asked == [["True", "z"]]


def test_a_refusal_is_that_of_the_mutant_at_fault_and_the_others_are_planned_again(tmp_path: Path) -> None:
    terraform = Terraform({"x": "at"})
    found = Plans(BASE, tmp_path, terraform).many([variant("w"), variant("x"), variant("y")])

    assert found[1] == Planned(None, "no x", {"aws_x.a": "no x"})
    assert [planned_values(found[0]), planned_values(found[2])] == [["w"], ["y"]]
    assert terraform.asked == [["True", "w", "x", "y"], ["True", "w", "y"]]


def test_where_terraform_does_not_say_who_is_at_fault_they_are_planned_by_halves(tmp_path: Path) -> None:
    terraform = Terraform({"x": ""})
    found = Plans(BASE, tmp_path, terraform).many([variant("v"), variant("w"), variant("x"), variant("y")])

    assert found[2] == Planned(None, "no x", {"": "no x"})
    assert [planned_values(each) for each in (found[0], found[1], found[3])] == [["v"], ["w"], ["y"]]
    assert terraform.asked[1:] == [["True", "v", "w"], ["True", "x", "y"], ["True", "x"], ["True", "y"], ["x"]]


def test_what_changes_everything_is_planned_by_itself(tmp_path: Path) -> None:
    terraform = Terraform()
    abroad = {**variant("x"), "provider": {"aws": [{"region": "us-east-1"}]}}
    found = Plans(BASE, tmp_path, terraform).many([abroad, variant("y")])

    assert [planned_values(each) for each in found] == [["x"], ["y"]]
    assert terraform.asked == [["True", "y"], ["x"]]
