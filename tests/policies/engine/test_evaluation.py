"""What the expressions of a render come to."""

import pytest

from policies.engine.evaluation import Scope, evaluate
from policies.engine.values import UNKNOWN, Interpolation, Reference, Value

KEY = Reference("aws_kms_key.storage", "arn")
SCOPE = Scope(
    variables={"region": "eu-west-1", "rules": [{"port": 3306}], "nothing": None, "open": UNKNOWN},
    locals={
        "key": "${aws_kms_key.storage.arn}",
        "name": "cell-${var.region}",
        "again": "${local.name}-again",
        "circle": "${local.round}",
        "round": "${local.circle}",
        "from_outside": "${var.open}",
    },
    keys={"aws_sns_topic.several": ("b", "a")},
    each={"each.key": "one", "each.value": {"port": 1}, "count.index": 2},
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("${aws_kms_key.storage.arn}", KEY),
        ("${aws_kms_key.storage}", Reference("aws_kms_key.storage", "")),
        ("${data.aws_kms_key.storage.arn}", Reference("data.aws_kms_key.storage", "arn")),
        ("${aws_kms_key.storage-2.arn}", Reference("aws_kms_key.storage-2", "arn")),
        ("${aws_rds_cluster.a.secret[0].arn}", Reference("aws_rds_cluster.a", "secret[0].arn")),
        ("${aws_rds_cluster.a.secret.0.arn}", Reference("aws_rds_cluster.a", "secret[0].arn")),
        ('${aws_sns_topic.several["a"].arn}', Reference("aws_sns_topic.several", "arn", "a")),
        ("${aws_sns_topic.several[0].arn}", Reference("aws_sns_topic.several", "arn", "0")),
        ("${aws_kms_key.storage.arn}:*", Interpolation((KEY, ":*"))),
        ("${var.region}", "eu-west-1"),
        ("arn:aws:kms:${var.region}:1:key/x", "arn:aws:kms:eu-west-1:1:key/x"),
        ("${var.rules[0].port}", 3306),
        ("${var.nothing}", None),
        ("${var.open}", UNKNOWN),
        ("${var.missing}", UNKNOWN),
        ("${local.key}", KEY),
        ("${local.again}", "cell-eu-west-1-again"),
        ("${local.circle}", UNKNOWN),
        ("x ${local.from_outside}", UNKNOWN),
        ("${each.key}", "one"),
        ("${each.value.port}", 1),
        ("${count.index + 1}", 3),
        ("${path.module}/x.zip", "./x.zip"),
        ("${terraform.workspace}", UNKNOWN),
        ("${module.other.arn}", UNKNOWN),
        ("$${not.one}", "${not.one}"),
        ("%%{not}", "%{not}"),
        ("%{if true}x%{endif}", UNKNOWN),
        ("${timestamp()}", UNKNOWN),
        ("${[for x in var.rules : x.port]}", UNKNOWN),
        ("${", UNKNOWN),
        ("${aws_kms_key.storage.arn", UNKNOWN),
        ('${"unended', UNKNOWN),
    ],
)
def test_a_text_comes_to(text: str, value: Value) -> None:
    assert evaluate(text, SCOPE) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("true ? 1 : 2", 1),
        ('var.region == "eu-west-1" ? aws_kms_key.storage.arn : "x"', KEY),
        ("var.open ? 1 : 1", 1),
        ("var.open ? 1 : 2", UNKNOWN),
        ("!false && (1 < 2 || var.open)", True),
        ("var.open || false", UNKNOWN),
        ("var.open && false", False),
        ('"1" == 1', False),
        ("aws_kms_key.storage.arn == aws_kms_key.storage.arn", True),
        ("aws_kms_key.storage.arn != null", UNKNOWN),
        ("-(2 + 3) * 2 - 4 / 2 % 3", -12),
        ("1 / 0", UNKNOWN),
        ('{a = 1, "b" : [2]}', {"a": 1, "b": [2]}),
        ('toset(["b", "a", "b"])', ["b", "a"]),
        ('concat(["a"], [aws_kms_key.storage.arn])', ["a", KEY]),
        ('join("-", ["a", aws_kms_key.storage.arn])', Interpolation(("a-", KEY))),
        ('join("-", [], ["a"], ["b"])', "a-b"),
        ('format("%s/%d%%", "a", 3)', "a/3%"),
        ('format("%5.1f", 3)', UNKNOWN),
        ('formatlist("<%s>", ["a", "b"])', ["<a>", "<b>"]),
        ("values(aws_sns_topic.several)[*].arn", [Reference("aws_sns_topic.several", "arn", each) for each in "ab"]),
        ("aws_sns_topic.several[*].arn", [Reference("aws_sns_topic.several", "arn", each) for each in "ab"]),
        ("values(aws_sns_topic.other)", UNKNOWN),
        ("values({b = 1, a = 2})", [2, 1]),
        ("keys({b = 1, a = 2})", ["a", "b"]),
        ('lookup({a = 1}, "b", 3)', 3),
        ('coalesce(null, "", "x")', "x"),
        ("coalesce(var.open, 1)", UNKNOWN),
        ('compact(["a", "", null])', ["a"]),
        ("flatten([[1], [[2]]])", [1, 2]),
        ("length([1, 2])", 2),
        ("element([1, 2], 3)", 2),
        ("one([7])", 7),
        ("one([7, 8])", UNKNOWN),
        ('lower("A")', "a"),
        ("lower(aws_kms_key.storage.arn)", UNKNOWN),
        ('replace("eu-west-1", "west", "east")', "eu-east-1"),
        ('replace("eu", "/e/", "x")', UNKNOWN),
        ('split("-", "a-b")', ["a", "b"]),
        ('tobool("true")', True),
        ('tonumber("1.5")', 1.5),
        ("tostring(aws_kms_key.storage.arn)", KEY),
        ("try(var.region, 1)", "eu-west-1"),
        ('jsondecode("{\\"a\\": 1}")', {"a": 1}),
        ("merge({a = 1}, {a = 2})", {"a": 2}),
        ("sensitive(var.region)", "eu-west-1"),
        ('file("x")', UNKNOWN),
        (
            'jsonencode({Resource = aws_kms_key.storage.arn, Deep = [true, "q\\"q"]})',
            Interpolation(('{"Deep":[true,"q\\"q"],"Resource":"', KEY, '"}')),
        ),
        ("jsonencode(var.open)", UNKNOWN),
    ],
)
def test_an_expression_comes_to(expression: str, value: Value) -> None:
    assert evaluate(f"${{{expression}}}", SCOPE) == value


def test_objects_and_lists_are_evaluated_throughout_and_lose_comments() -> None:
    raw = {"//": {"tidegate": {}}, "a": ["${var.region}", {"${b}": "$${c}"}], "n": 1.5, "nothing": None}

    assert evaluate(raw, SCOPE) == {"a": ["eu-west-1", {"${b}": "${c}"}], "n": 1.5, "nothing": None}
