"""Conditions are met as IAM says."""

from typing import Any

import pytest

from sandbox.identity.conditions import UnknownOperatorError, Values, holds


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "met"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", ["b", "a"], "a", True),
        ("StringEquals", "a", "b", False),
        ("StringEquals", "a", None, False),
        ("StringEqualsIfExists", "a", None, True),
        ("StringNotEquals", "a", "a", False),
        ("StringNotEquals", ["a", "b"], "c", True),
        ("StringNotEquals", "a", None, True),
        ("StringEqualsIgnoreCase", "A", "a", True),
        ("StringLike", "eu-*", "eu-west-1", True),
        ("StringLike", "eu-[w]*", "eu-west-1", False),
        ("StringNotLike", "eu-*", "us-east-1", True),
        ("ArnLike", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", True),
        ("ArnEquals", "arn:aws:iam::1:role/x", "role/x", False),
        ("ArnNotEquals", "arn:aws:iam::1:role/x", "arn:aws:iam::1:role/y", True),
        ("Bool", "true", "true", True),
        ("Bool", True, "true", True),
        ("Bool", "false", "true", False),
        ("NumericLessThan", 5, "4", True),
        ("NumericGreaterThanEquals", 5, "4", False),
        ("DateLessThan", "2030-01-01T00:00:00+00:00", "2026-01-01T00:00:00", True),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
        ("NotIpAddress", "10.0.0.0/8", "10.1.2.3", False),
        ("Null", "true", None, True),
        ("Null", "true", "x", False),
        ("ForAllValues:StringEquals", ["a", "b"], ["a"], True),
        ("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], False),
        ("ForAllValues:StringEquals", ["a"], None, True),
        ("ForAnyValue:StringEquals", ["a"], ["c", "a"], True),
        ("ForAnyValue:StringEquals", ["a"], None, False),
        ("Bool", False, "false", True),
        ("Null", "false", None, False),
    ],
)
def test_a_condition_is_met_or_not(operator: str, wanted: Any, value: Any, met: bool) -> None:
    assert holds({operator: {"aws:Key": wanted}}, {"aws:key": value}) is met


@pytest.mark.parametrize(
    ("conditions", "values", "met"),
    [
        ({}, {}, True),
        ({"StringNotEquals": {"A": "x"}}, {"a": "x"}, False),
        ({"Null": {"a": "false"}, "StringEquals": {"a": "x"}}, {"a": "y"}, False),
        ({"Null": {"a": "false"}, "StringEquals": {"a": "x"}}, {"a": "x"}, True),
        ({"StringEquals": {"a": "x", "b": "y"}}, {"a": "x", "b": "z"}, False),
    ],
)
def test_every_condition_must_be_met(conditions: dict[str, dict[str, object]], values: Values, met: bool) -> None:
    assert holds(conditions, values) is met


@pytest.mark.parametrize("operator", ["BinaryEquals", "BinaryEqualsIfExists", "ForAllValues:BinaryEquals"])
@pytest.mark.parametrize("values", [{"aws:key": "x"}, {}])
def test_a_condition_that_cannot_be_judged_is_not_passed_over(operator: str, values: Values) -> None:
    with pytest.raises(UnknownOperatorError, match="BinaryEquals"):
        holds({operator: {"aws:Key": "x"}}, values)
