"""IAM policies, wherever they are written."""

import json

import pytest

from policies.engine.documents import Condition, Principal, Statement, statements
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack, Value

TOPIC = Reference("aws_sns_topic.t", "arn")
BLOCK: dict[str, Value] = {
    "sid": "Publish",
    "actions": ["sns:Publish"],
    "resources": [TOPIC],
    "principals": [{"type": "AWS", "identifiers": ["*"]}],
    "condition": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}],
}
WRITTEN = Statement(
    sid="Publish",
    actions=("sns:Publish",),
    resources=(TOPIC,),
    principals=(Principal("AWS", ("*",)),),
    conditions=(Condition("StringEquals", "aws:SourceAccount", ("1",)),),
)
DENIAL: dict[str, Value] = {"sid": "Publish", "effect": "Deny"}
AS_JSON = {
    "Statement": {
        "Sid": "Publish",
        "Effect": "Allow",
        "Action": "sns:Publish",
        "Resource": "TOPIC",
        "Principal": {"AWS": "*"},
        "Condition": {"StringEquals": {"aws:SourceAccount": "1"}},
    }
}


def document(name: str, **values: Value) -> Resource:
    return Resource(
        f"data.aws_iam_policy_document.{name}", "aws_iam_policy_document", name, mode="data", values=dict(values)
    )


def reference(name: str, attribute: str = "json") -> Reference:
    return Reference(f"data.aws_iam_policy_document.{name}", attribute)


STACK = Stack(
    "render",
    None,
    (
        document("one", statement=[BLOCK]),
        document("both", statement=[{"sid": "Own"}], source_policy_documents=[reference("one")]),
        document(
            "over", statement=[{"sid": "Publish", "effect": "Deny"}], override_policy_documents=[reference("one")]
        ),
        document("unsure", statement=[{"actions": [UNKNOWN]}]),
        document("all_unsure", statement=UNKNOWN),
        document("of_unsure", statement=[BLOCK], source_policy_documents=[reference("unsure")]),
        document("circle", source_policy_documents=[reference("circle")]),
        document("sources_unsure", source_policy_documents=UNKNOWN),
        Resource("aws_iam_policy.p", "aws_iam_policy", "p", values={"policy": reference("one")}),
    ),
)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (reference("one"), [WRITTEN]),
        (reference("one", "minified_json"), [WRITTEN]),
        (reference("both"), [WRITTEN, Statement(sid="Own")]),
        (reference("over"), [WRITTEN]),
        (Reference("aws_iam_policy.p", "policy"), [WRITTEN]),
        (Interpolation(tuple(part for part in json.dumps(AS_JSON).partition("TOPIC"))), None),
        (reference("one", "id"), UNKNOWN),
        (reference("missing"), UNKNOWN),
        (reference("unsure"), UNKNOWN),
        (reference("all_unsure"), UNKNOWN),
        (reference("of_unsure"), UNKNOWN),
        (reference("circle"), UNKNOWN),
        (reference("sources_unsure"), UNKNOWN),
        (Reference("aws_iam_policy.p", "name"), UNKNOWN),
        ("{", UNKNOWN),
        ("[]", UNKNOWN),
        ('{"Statement": [{"Action": "*"}]}', UNKNOWN),
        (UNKNOWN, UNKNOWN),
        (None, UNKNOWN),
        ('{"Statement": []}', []),
        (
            '{"Statement": [{"Effect": "Deny", "NotAction": ["a:b"], "NotResource": "*", "Principal": "*"}]}',
            [
                Statement(
                    effect="Deny", not_actions=("a:b",), not_resources=("*",), principals=(Principal("*", ("*",)),)
                )
            ],
        ),
    ],
)
def test_the_statements_of(value: Value, found: object) -> None:
    if isinstance(value, Interpolation):
        before, _, after = value.parts
        value, found = Interpolation((before, TOPIC, after)), [WRITTEN]

    assert statements(value, STACK) == found


def test_what_is_no_denial_allows() -> None:
    assert Statement(effect="Allow").allows
    assert Statement(effect="allow").allows
    assert not Statement(effect="Deny").allows
