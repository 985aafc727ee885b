"""Each edit does what it says, and is an error where it would do nothing."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from tests.mutants.edits import EditError, read_edit, replaced, same
from tests.mutants.paths import PathError

STACK: dict[str, Any] = {
    "provider": {"aws": [{"region": "eu-west-1", "allowed_account_ids": ["2"]}]},
    "data": {},
    "resource": {
        "aws_x": {"a": {"//": {"spec": "x"}, "on": True, "many": [1, 2], "text": "${aws_y.b.arn}/x", "count": 1}},
        "aws_y": {"b": {"text": "y"}},
    },
}


def edited(*edits: Mapping[str, Any]) -> dict[str, Any]:
    stack = copy.deepcopy(STACK)
    for edit in edits:
        read_edit(edit).apply(stack)
    return stack


@pytest.mark.parametrize(
    ("edit", "kind", "name", "argument", "value"),
    [
        ({"set": "resource.aws_x.a.on", "to": False}, "aws_x", "a", "on", False),
        ({"set": "resource.aws_x.a.on", "to": None}, "aws_x", "a", "on", None),
        ({"set": "resource.aws_x.a.on", "to": 1}, "aws_x", "a", "on", 1),
        ({"set": "resource.aws_x.a.fresh", "to": [1]}, "aws_x", "a", "fresh", [1]),
        ({"remove": "resource.aws_x.a.many[*]"}, "aws_x", "a", "many", []),
        ({"append": "resource.aws_x.a.many", "value": 3}, "aws_x", "a", "many", [1, 2, 3]),
        ({"append": "resource.aws_x.a.fresh", "value": 3}, "aws_x", "a", "fresh", [3]),
        ({"replace": "${aws_y.b.arn}", "by": "*", "in": "resource"}, "aws_x", "a", "text", "*/x"),
        ({"add": "aws_z.c", "with": {"on": False}}, "aws_z", "c", "on", False),
        ({"copy": "aws_y.b", "to": "aws_y.c", "with": {"on": False}}, "aws_y", "c", "on", False),
    ],
)
def test_an_edit_changes_what_it_names(
    edit: Mapping[str, Any], kind: str, name: str, argument: str, value: Any
) -> None:
    assert same(edited(edit)["resource"][kind][name][argument], value)


def test_what_is_removed_is_gone() -> None:
    assert "on" not in edited({"remove": "resource.aws_x.a.on"})["resource"]["aws_x"]["a"]
    assert "a" not in edited({"remove": "resource.aws_x.a"})["resource"]["aws_x"]


def test_a_copy_leaves_out_what_it_is_told_to_and_where_it_came_from() -> None:
    made = edited({"copy": "aws_x.a", "to": "aws_x.c", "with": {"on": False}, "without": ["many", "text"]})

    assert made["resource"]["aws_x"]["c"] == {"on": False, "count": 1}
    assert made["resource"]["aws_x"]["a"] == STACK["resource"]["aws_x"]["a"]


def test_a_data_source_has_its_own_block() -> None:
    assert edited({"add": "data.aws_z.c", "with": {"on": True}})["data"] == {"aws_z": {"c": {"on": True}}}


def test_another_provider_is_for_the_same_account_unless_it_says_otherwise() -> None:
    made = edited(
        {"provider": "near", "with": {"region": "eu-central-1"}},
        {"provider": "far", "with": {"allowed_account_ids": ["9"]}},
    )

    assert made["provider"]["aws"][1:] == [
        {"alias": "near", "allowed_account_ids": ["2"], "region": "eu-central-1"},
        {"alias": "far", "allowed_account_ids": ["9"]},
    ]


def test_variables_and_local_values_are_declared() -> None:
    made = edited({"variable": "a", "with": {"default": 1}}, {"local": "b", "with": 2})

    assert made["variable"] == {"a": {"default": 1}}
    assert made["locals"] == {"b": 2}


def test_what_was_edited_shares_nothing_with_the_edit() -> None:
    edit = {"set": "resource.*.*.fresh", "to": [1]}
    made = edited(edit)
    made["resource"]["aws_x"]["a"]["fresh"].append(2)

    assert edit["to"] == [1]
    assert made["resource"]["aws_y"]["b"]["fresh"] == [1]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"set": "resource.aws_x.a.on", "to": True}, "is True already"),
        ({"replace": "z", "by": "y", "in": "resource"}, "there is no 'z'"),
        ({"append": "resource.aws_x.a.on", "value": 1}, "is no list"),
        ({"add": "aws_x.a"}, "aws_x.a is there already"),
        ({"add": "aws_x"}, "aws_x is no address"),
        ({"copy": "aws_x.c", "to": "aws_x.d"}, "there is no aws_x.c"),
        ({"copy": "aws_x.a", "to": "aws_y.b"}, "aws_y.b is there already"),
    ],
)
def test_an_edit_that_does_not_fit_is_an_error(edit: Mapping[str, Any], message: str) -> None:
    with pytest.raises(EditError, match=message):
        edited(edit)


def test_what_is_declared_already_is_an_error() -> None:
    with pytest.raises(EditError, match="variable a is there already"):
        edited({"variable": "a", "with": {}}, {"variable": "a", "with": {}})


def test_an_edit_of_what_is_not_there_is_an_error() -> None:
    with pytest.raises(PathError):
        edited({"remove": "resource.aws_x.a.fresh"})


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({}, "`` is no edit"),
        ({"erase": "resource"}, "`erase` is no edit: there are set, remove, append"),
        ({"set": "resource"}, "`set` has the keys set, to, not set"),
        ({"set": "resource", "value": 1}, "`set` has the keys set, to, not set, value"),
        ({"to": 1, "set": "resource"}, "`to` is no edit"),
    ],
)
def test_what_is_no_edit_is_an_error(edit: Mapping[str, Any], message: str) -> None:
    with pytest.raises(EditError, match=message):
        read_edit(edit)


def test_words_are_replaced_wherever_they_stand() -> None:
    assert replaced({"<a>": ["<a>-<b>", 1, None, {"x": "<b>"}]}, {"<a>": "1", "<b>": "2"}) == {
        "1": ["1-2", 1, None, {"x": "2"}]
    }
