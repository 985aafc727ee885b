"""What a statement is taken to grant."""

import pytest

from policies.engine.documents import Condition, Statement
from policies.engine.grants import covers, like, requires, wild, within_account
from policies.engine.values import UNKNOWN, Interpolation, Reference, Value

ACCOUNT = "222222222222"


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("kms:Decrypt", True),
        ("KMS:decrypt", True),
        ("kms:*", True),
        ("*", True),
        ("kms:De?rypt", True),
        ("kms:Dec", False),
        ("kms:[D]ecrypt", False),
        ("kms.Decrypt", False),
    ],
)
def test_a_pattern_has_the_wildcards_of_iam_alone(pattern: str, fits: bool) -> None:
    assert like(pattern, "kms:Decrypt") is fits


@pytest.mark.parametrize(
    ("statement", "does"),
    [
        (Statement(actions=("kms:Dec*",)), True),
        (Statement(actions=("kms:Encrypt",)), False),
        (Statement(actions=(UNKNOWN,)), True),
        (Statement(), True),
        (Statement(not_actions=("s3:*",)), True),
        (Statement(not_actions=("kms:*",)), False),
    ],
)
def test_a_statement_covers_an_action_unless_it_certainly_does_not(statement: Statement, does: bool) -> None:
    assert covers(statement, "kms:Decrypt") is does


@pytest.mark.parametrize(
    ("value", "is_wild"),
    [
        ("a*", True),
        ("a?", True),
        ("a", False),
        (UNKNOWN, True),
        (Reference("aws_kms_key.x", "arn"), False),
        (Interpolation((Reference("aws_kms_key.x", "arn"), "*")), True),
        (Interpolation((Reference("aws_kms_key.x", "arn"), "/x")), False),
    ],
)
def test_a_value_has_a_wildcard_unless_it_certainly_has_none(value: Value, is_wild: bool) -> None:
    assert wild(value) is is_wild


@pytest.mark.parametrize(
    ("condition", "binds"),
    [
        (Condition("StringEquals", "aws:SourceAccount", (ACCOUNT,)), True),
        (Condition("StringEquals", "AWS:sourceaccount", (ACCOUNT,)), True),
        (Condition("ArnLike", "aws:SourceArn", (f"arn:aws:sns:eu-west-1:{ACCOUNT}:*",)), True),
        (Condition("ArnLike", "aws:SourceArn", ("arn:aws:sns:eu-west-1:*:x",)), False),
        (Condition("ArnLike", "aws:SourceArn", (Reference("aws_sns_topic.x", "arn"),)), True),
        (Condition("StringEquals", "aws:SourceAccount", (ACCOUNT, "999999999999")), False),
        (Condition("StringEquals", "aws:SourceAccount", ()), False),
        (Condition("StringNotEquals", "aws:SourceAccount", (ACCOUNT,)), False),
        (Condition("StringEqualsIfExists", "aws:SourceAccount", (ACCOUNT,)), False),
        (Condition("ForAllValues:StringEquals", "aws:SourceAccount", (ACCOUNT,)), False),
        (Condition("StringEquals", "aws:RequestedRegion", (ACCOUNT,)), False),
        (Condition("StringEquals", "aws:SourceAccount", (UNKNOWN,)), False),
    ],
)
def test_a_condition_binds_a_statement_to_an_account(condition: Condition, binds: bool) -> None:
    assert within_account(Statement(conditions=(condition,)), ACCOUNT) is binds


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition("StringEquals", "kms:CallerAccount", (ACCOUNT,)), True),
        (Condition("StringLike", "kms:CallerAccount", (ACCOUNT,)), False),
        (Condition("StringEquals", "kms:CallerAccount", ()), False),
        (Condition("StringEquals", "kms:CallerAccount", (ACCOUNT, "*")), False),
    ],
)
def test_a_key_is_required_to_have_one_of_some_values(condition: Condition, holds: bool) -> None:
    assert requires(Statement(conditions=(condition,)), "kms:CallerAccount", [ACCOUNT]) is holds
