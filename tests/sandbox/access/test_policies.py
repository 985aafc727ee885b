"""Policies are evaluated as IAM evaluates them."""

from typing import Any

import pytest

from sandbox.control_plane.access.conditions import UnknownOperatorError, holds
from sandbox.control_plane.access.policies import Decision, Request, decide

SECRET = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:app-AbCdEf"
READ = Request("secretsmanager:GetSecretValue", SECRET, "arn:aws:iam::222222222222:role/app")
ALLOW, DENY, SILENT = Decision.ALLOW, Decision.DENY, Decision.SILENT


def statement(effect: str = "Allow", **changes: Any) -> dict[str, Any]:
    given = {"Action": "secretsmanager:*", "Resource": "*", **changes}
    return {"Effect": effect, **{name: value for name, value in given.items() if value is not None}}


@pytest.mark.parametrize(
    ("statements", "decision"),
    [
        ([], SILENT),
        ([statement()], ALLOW),
        ([statement(), statement("Deny")], DENY),
        ([statement(Action="secretsmanager:getsecret*")], ALLOW),
        ([statement(Action="secretsmanager:Describe*")], SILENT),
        ([statement(Action=None, NotAction="rds:*")], ALLOW),
        ([statement(Action=None, NotAction="secretsmanager:*")], SILENT),
        ([statement(Resource=SECRET)], ALLOW),
        ([statement(Resource=SECRET.replace("eu-west-1", "us-east-1"))], SILENT),
        ([statement(Resource="arn:aws:secretsmanager:*:*:secret:app-??????")], ALLOW),
        ([statement(Resource=None, NotResource=SECRET)], SILENT),
        ([statement(Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})], SILENT),
    ],
)
def test_an_identity_policy_decides(statements: list[dict[str, Any]], decision: Decision) -> None:
    assert decide([{"Statement": statements}], READ) is decision


@pytest.mark.parametrize(
    ("principal", "decision"),
    [
        ("*", ALLOW),
        ({"AWS": "222222222222"}, ALLOW),
        ({"AWS": ["arn:aws:iam::222222222222:root"]}, ALLOW),
        ({"AWS": "arn:aws:iam::222222222222:role/app"}, ALLOW),
        ({"AWS": "arn:aws:iam::222222222222:role/other"}, SILENT),
        ({"Service": "rds.amazonaws.com"}, SILENT),
    ],
)
def test_a_policy_of_a_resource_names_principals(principal: object, decision: Decision) -> None:
    assert decide([{"Statement": statement(Principal=principal)}], READ, resource_based=True) is decision


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
    ],
)
def test_a_condition_is_met_or_not(operator: str, wanted: Any, value: Any, met: bool) -> None:
    assert holds({operator: {"aws:Key": wanted}}, {"aws:key": value}) is met


def test_a_condition_that_cannot_be_judged_is_no_permission() -> None:
    with pytest.raises(UnknownOperatorError, match="BinaryEquals"):
        holds({"BinaryEquals": {"aws:Key": "x"}}, {"aws:key": "x"})
