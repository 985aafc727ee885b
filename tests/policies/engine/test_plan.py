"""A plan as a stack: what is planned, and what is said where nothing can be planned yet."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from policies.engine.loading import load_mapping
from policies.engine.stack import UNKNOWN, Interpolation, Reference, UnreadableStackError, Value

Json = dict[str, Any]


def constant(value: object) -> Json:
    return {"constant_value": value}


def plan(expressions: Json, after: Json, unknown: object = False, *, index: object = None, **declared: object) -> Json:
    """A plan of one topic."""
    instance: Json = {"address": "aws_sns_topic.t", "mode": "managed", "type": "aws_sns_topic", "name": "t"}
    instance |= {} if index is None else {"index": index, "address": f"aws_sns_topic.t[{index!r}]"}
    change = {"actions": ["create"], "after": after, "after_unknown": unknown}
    return {
        "format_version": "1.2",
        "complete": True,
        "errored": False,
        "variables": {"region": {"value": "eu-west-1"}},
        "planned_values": {"root_module": {"resources": [{**instance, "values": after}]}},
        "resource_changes": [{**instance, "change": change}],
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "expressions": {"region": constant("${var.region}")}}},
            "root_module": {
                "resources": [
                    {
                        "mode": "managed",
                        "type": "aws_sns_topic",
                        "name": "t",
                        "provider_config_key": "aws",
                        "expressions": expressions,
                        **declared,
                    }
                ]
            },
        },
    }


KEY = Reference("aws_kms_key.k", "arn")


@pytest.mark.parametrize(
    ("said", "after", "unknown", "value"),
    [
        (constant("x"), "X", False, "X"),
        (constant("${aws_kms_key.k.arn}"), None, True, KEY),
        (constant("${aws_kms_key.k.arn}"), "arn:k", False, KEY),
        (constant("${aws_kms_key.k.arn}:*"), "arn:k:*", False, "arn:k:*"),
        (constant("${aws_kms_key.k.arn}:*"), None, True, Interpolation((KEY, ":*"))),
        ({"references": ["aws_kms_key.k.arn"]}, None, True, UNKNOWN),
        ({}, None, True, UNKNOWN),
        (None, None, True, None),
        (None, "default", False, "default"),
        (constant("secret"), None, False, "secret"),
        (constant(["b", "a"]), ["a", "b"], False, ["a", "b"]),
        (constant(["${aws_kms_key.k.arn}"]), ["arn:k"], False, [KEY]),
        (constant(["a", "${aws_kms_key.k.arn}"]), ["a", None], [False, True], ["a", KEY]),
        ([{"inner": constant("${aws_kms_key.k.arn}")}], [{}], [{"inner": True}], [{"inner": KEY}]),
        ({"inner": constant("${aws_kms_key.k.arn}")}, [{}], [{"inner": True}], [{"inner": KEY}]),
        (None, [{"inner": None}], [{"inner": True}], [{"inner": UNKNOWN}]),
    ],
)
def test_what_is_planned_and_what_is_said_are_one_value(
    said: Json, after: Value, unknown: object, value: Value
) -> None:
    expressions = {} if said is None else {"attribute": said}
    (topic,) = load_mapping(plan(expressions, {"attribute": after}, {"attribute": unknown})).resources

    assert topic.get("attribute") == value


def test_blocks_of_a_set_are_matched_by_what_they_hold() -> None:
    said = [
        {"name": constant("first"), "key": constant("${aws_kms_key.first.arn}")},
        {"name": constant("second"), "key": constant("${aws_kms_key.second.arn}")},
    ]
    after = {"block": [{"name": "second"}, {"name": "first"}]}
    (topic,) = load_mapping(plan({"block": said}, after, {"block": [{"key": True}, {"key": True}]})).resources

    assert topic.get("block") == [
        {"name": "second", "key": Reference("aws_kms_key.second", "arn")},
        {"name": "first", "key": Reference("aws_kms_key.first", "arn")},
    ]


@pytest.mark.parametrize(
    ("index", "declared", "value"),
    [
        ("a", {"for_each_expression": constant('${toset(["a"])}')}, "a!"),
        ("a", {"for_each_expression": constant({"a": "b"})}, "b!"),
        ("a", {"for_each_expression": {"references": ["local.x"]}}, UNKNOWN),
        (0, {"count_expression": constant(1)}, UNKNOWN),
    ],
)
def test_an_instance_knows_its_own_value(index: object, declared: Json, value: Value) -> None:
    expressions = {"attribute": constant("${each.value}!")}
    (topic,) = load_mapping(plan(expressions, {}, {"attribute": True}, index=index, **declared)).resources

    assert (topic.address, topic.key, topic.get("attribute")) == ("aws_sns_topic.t", str(index), value)


def test_a_data_source_that_was_read_while_planning_is_there_with_what_was_read() -> None:
    data = plan({}, {})
    read = {"address": "data.aws_x.d", "mode": "data", "type": "aws_x", "name": "d", "values": {"id": "7"}}
    data["prior_state"] = {"values": {"root_module": {"resources": [read]}}}
    declared = {"mode": "data", "type": "aws_x", "name": "d", "expressions": {}, "provider_config_key": "aws"}
    data["configuration"]["root_module"]["resources"].append(declared)
    topic, found = load_mapping(data).resources

    assert (topic.read, topic.region) == (False, "eu-west-1")
    assert (found.address, found.mode, found.read, found.get("id")) == ("data.aws_x.d", "data", True, "7")


def test_what_is_declared_and_not_planned_is_absent() -> None:
    data = plan({}, {})
    data["planned_values"] = {"root_module": {}}

    assert load_mapping(data).absent == ("aws_sns_topic.t",)


def _errored(data: Json) -> None:
    data["errored"] = True


def _targeted(data: Json) -> None:
    data["complete"] = False


def _module(data: Json) -> None:
    data["configuration"]["root_module"]["module_calls"] = {"m": {}}


def _planned_module(data: Json) -> None:
    data["planned_values"]["root_module"]["child_modules"] = [{}]


def _undeclared(data: Json) -> None:
    data["configuration"]["root_module"]["resources"] = []


def _without_configuration(data: Json) -> None:
    del data["configuration"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_errored, "the plan ended in an error, or was made for some resources only"),
        (_targeted, "the plan ended in an error, or was made for some resources only"),
        (_module, "it has a module, which no policy can judge"),
        (_planned_module, "it has a module, which no policy can judge"),
        (_undeclared, "aws_sns_topic.t is planned and not configured"),
        (_without_configuration, "it is neither a render nor a plan"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused(spoil: Callable[[Json], None], message: str) -> None:
    data = copy.deepcopy(plan({}, {}))
    spoil(data)

    with pytest.raises(UnreadableStackError, match=message):
        load_mapping(data)
