"""Combined, each mutant brings what its fault touches, and nothing of the others gets into its plan."""

import copy
from typing import Any

import pytest

from tests.mutants.combining import Part, combined, plan_of
from tests.mutants.edits import read_edit

BASE: dict[str, Any] = {
    "//": {"tidegate": {}},
    "terraform": {"backend": {"s3": {}}},
    "provider": {"aws": [{"region": "eu-west-1", "allowed_account_ids": ["2"]}]},
    "data": {"aws_doc": {"a": {"text": "${aws_key.k.arn}"}}},
    "output": {"o": {"value": "${aws_role.r.arn}"}},
    "resource": {
        "aws_key": {"k": {"//": {"spec": "x"}, "on": True}},
        "aws_role": {"r": {"policy": "${data.aws_doc.a.json}"}},
        "aws_net": {"n": {"cidr": "10.0.0.0/16"}, "n-2": {"like": "${aws_net.n.cidr}", "depends_on": ["aws_key.k"]}},
    },
}
FIRST, SECOND = "--mutant-0000", "--mutant-0001"


def mutant(*edits: dict[str, Any]) -> dict[str, Any]:
    stack = copy.deepcopy(BASE)
    for edit in edits:
        read_edit(edit).apply(stack)
    return stack


def touched(*edits: dict[str, Any]) -> set[str] | None:
    _, (part,) = combined(BASE, [mutant(*edits)])
    return None if part is None else set(part.touched)


@pytest.mark.parametrize(
    ("edit", "names"),
    [
        ({"set": "resource.aws_net.n-2.like", "to": "x"}, {"aws_net.n-2"}),
        ({"set": "resource.aws_net.n.cidr", "to": "x"}, {"aws_net.n", "aws_net.n-2"}),
        ({"set": "data.aws_doc.a.text", "to": "x"}, {"data.aws_doc.a", "aws_role.r", "output.o"}),
        (
            {"set": "resource.aws_key.k.on", "to": False},
            {"aws_key.k", "aws_net.n-2", "data.aws_doc.a", "aws_role.r", "output.o"},
        ),
        ({"remove": "resource.aws_net.n-2"}, {"aws_net.n-2"}),
        ({"add": "aws_key.l", "with": {"on": "${local.x}"}}, {"aws_key.l"}),
        ({"set": "//.tidegate.region", "to": "x"}, set()),
        ({"set": "resource.aws_key.k.//.spec", "to": "y"}, set()),
    ],
)
def test_a_fault_touches_what_was_changed_and_all_that_refers_to_it(edit: dict[str, Any], names: set[str]) -> None:
    assert touched(edit) == names


@pytest.mark.parametrize(
    "edit",
    [
        {"set": "terraform.backend", "to": {"local": {}}},
        {"set": "provider.aws[0].region", "to": "us-east-1"},
        {"set": "module", "to": {}},
    ],
)
def test_what_changes_everything_is_planned_by_itself(edit: dict[str, Any]) -> None:
    assert touched(edit) is None


def test_each_mutant_stands_beside_the_sound_stack_under_names_of_its_own() -> None:
    stack, _ = combined(
        BASE,
        [
            mutant({"set": "resource.aws_net.n.cidr", "to": "${local.wide}"}, {"local": "wide", "with": "0.0.0.0/0"}),
            mutant(
                {"provider": "far", "with": {"region": "us-east-1"}},
                {"set": "resource.aws_net.n-2.provider", "to": "aws.far"},
            ),
        ],
    )
    networks = stack["resource"].pop("aws_net")

    assert networks == {
        **BASE["resource"]["aws_net"],
        f"n{FIRST}": {"cidr": f"${{local.wide{FIRST}}}"},
        f"n-2{FIRST}": {"like": f"${{aws_net.n{FIRST}.cidr}}", "depends_on": ["aws_key.k"]},
        f"n-2{SECOND}": {**BASE["resource"]["aws_net"]["n-2"], "provider": f"aws.far{SECOND}"},
    }
    assert stack.pop("locals") == {f"wide{FIRST}": "0.0.0.0/0"}
    assert stack["provider"].pop("aws")[1:] == [
        {"alias": f"far{SECOND}", "region": "us-east-1", "allowed_account_ids": ["2"]}
    ]
    assert stack["data"] == BASE["data"]


def test_the_plan_of_one_holds_nothing_of_another_nor_what_it_replaced_or_removed() -> None:
    names = ["n", "n-2", f"n{FIRST}", f"m{SECOND}"]
    resources = [{"mode": "managed", "type": "aws_net", "name": each, "address": f"aws_net.{each}"} for each in names]
    plan = {
        "planned_values": {"outputs": {f"o{SECOND}": {}}, "root_module": {"resources": resources}},
        "resource_changes": resources,
        "relevant_attributes": [],
        "variables": {f"v{SECOND}": {"value": 1}},
        "configuration": {
            "provider_config": {"aws": {}, f"aws.far{SECOND}": {}},
            "root_module": {"resources": resources, "variables": {f"v{SECOND}": {}}},
        },
    }
    found = plan_of(plan, Part(FIRST, frozenset({"aws_net.n", "aws_net.n-2"})))
    own = [{"mode": "managed", "type": "aws_net", "name": "n", "address": "aws_net.n"}]

    assert found == {
        "planned_values": {"outputs": {}, "root_module": {"resources": own}},
        "resource_changes": own,
        "output_changes": {},
        "configuration": {"provider_config": {"aws": {}}, "root_module": {"resources": own}},
    }
