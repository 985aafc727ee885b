"""ARNs and names of regions, in whatever attribute of whatever resource type they are."""

import json
from typing import Any

import pytest

from policies import (
    residency_arn,
    residency_region_name,
    residency_region_text,
)
from policies.engine.policy import Violation
from tests.policies.small import AROUND, said, stack

_IT = "aws_new_thing.it"


def _found(policy: Any, body: dict[str, Any], **sections: Any) -> list[Violation]:
    return said(policy.check, stack({**AROUND, _IT: body}, **sections), _IT)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("arn:aws:sns:us-east-1:222222222222:x", "in us-east-1, outside EU"),
        ("arn:aws:sns:eu-west-2:222222222222:x", "in eu-west-2, outside EU"),
        ("arn:aws:sns:${local.there}:222222222222:x", "in us-east-1, outside EU"),
        ("arn:aws:sns:${var.there}:222222222222:x", "in us-east-1, outside EU"),
        ('arn:aws:sns:${replace("us-west-1", "west", "east")}:222222222222:x', "in us-east-1, outside EU"),
        ("arn:aws:sns:${data.aws_region.there.name}:222222222222:x", "in us-east-1, outside EU"),
        ("arn:aws:sns:${data.aws_region.abroad.name}:222222222222:x", "in us-east-1, outside EU"),
        ("arn:aws:sns:*:222222222222:x", "in any region that the pattern fits"),
        ("arn:aws:sns:eu-*:222222222222:x", "in any region that the pattern fits"),
        ("arn:aws:sns::222222222222:x", "in no single region"),
        ("arn:aws:s3::222222222222:accesspoint/x.mrap", "in no single region"),
        ("arn:aws:sns:eu-west-1:999999999999:x", "in account 999999999999, not this one"),
        ("arn:aws:iam::999999999999:role/x", "in account 999999999999, not this one"),
        ("arn:aws:sns:eu-west-1:*:x", "in any account that the pattern fits"),
        ("arn:aws-cn:sns:cn-north-1:222222222222:x", "in the partition aws-cn"),
    ],
)
def test_an_arn_that_leads_out_is_found_in_any_attribute(text: str, problem: str) -> None:
    sections = {"locals": {"there": "us-east-1"}, "variable": {"there": {"default": "us-east-1"}}}
    for body in ({"thing": text}, {"block": [{"inner": [{"list": [text]}]}]}, {"policy": f'{{"a": ["{text}"]}}'}):
        if '"' not in text or "policy" not in body:
            (violation,) = _found(residency_arn, body, **sections)
            assert violation.message.endswith(f" is {problem}")


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:sns:eu-west-1:222222222222:x",
        "arn:aws:sns:eu-central-1:222222222222:x",
        "arn:aws:sns:${data.aws_region.here.name}:${data.aws_caller_identity.me.account_id}:x",
        "arn:${data.aws_partition.this.partition}:sns:eu-west-1:222222222222:${aws_sqs_queue.home.name}",
        "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
        "arn:aws:iam::222222222222:role/us-east-1-admin",
        "arn:aws:cloudfront::222222222222:distribution/E1",
        "arn:aws:route53:::hostedzone/Z1",
        "arn:aws:kms:eu-west-1:222222222222:alias/aws/rds",
        "arn:aws:s3:::home/reports/*",
        "alias/aws/sns",
        "${aws_sqs_queue.home.arn}",
        "yarn:aws:us-east-1 is no such name",
    ],
)
def test_an_arn_that_stays_is_not_found(text: str) -> None:
    assert _found(residency_arn, {"thing_arn": text}) == []


@pytest.mark.parametrize(
    "body",
    [
        {"thing_arn": "${var.open}"},
        {"thing_arn": "${data.aws_ssm_parameter.text.value}"},
        {"thing_arn": "${data.terraform_remote_state.other.outputs}"},
        {"thing_arn": "${aws_sqs_queue.missing.arn}"},
        {"thing": "arn:aws:sns:${var.open}:222222222222:x"} | {"thing_arn": "${var.open}"},
        {"tags": {"${var.open}": "x"}},
        {"tags": {"arn:aws:sns:us-east-1:222222222222:x": "x"}},
        {"bucket": "arn:aws:s3:::somewhere"},
        {"bucket": "arn:aws:s3:::${aws_s3_bucket.abroad.id}"},
    ],
)
def test_an_arn_that_cannot_be_told_is_found(body: dict[str, Any]) -> None:
    assert len(_found(residency_arn, body, variable={"open": {}})) == 1


@pytest.mark.parametrize(
    ("body", "attribute"),
    [
        ({"region": "us-east-1"}, "region"),
        ({"copies": [{"target_region": "eu-west-2"}]}, "copies.0.target_region"),
        ({"regions": ["eu-west-1", "us-east-1"]}, "regions.1"),
        ({"regions": ["*"]}, "regions.0"),
        ({"region": [{"name": "us-east-1"}]}, "region.0.name"),
        ({"region": "${var.open}"}, "region"),
        ({"region": "${data.aws_region.there.name}"}, "region"),
        ({"region": "${data.aws_ssm_parameter.text.value}"}, "region"),
        ({"all_regions": True}, "all_regions"),
        ({"multi_region_enabled": True}, "multi_region_enabled"),
        ({"environment": [{"variables": {"AWS_REGION": "us-east-1"}}]}, "environment.0.variables.AWS_REGION"),
        ({"body": '{"properties": {"region": "us-east-1"}}'}, "body.properties.region"),
    ],
)
def test_an_attribute_that_names_a_region_outside_is_found(body: dict[str, Any], attribute: str) -> None:
    found = _found(residency_region_name, body, variable={"open": {}})
    assert [violation.attribute for violation in found] == [attribute]


@pytest.mark.parametrize(
    "body",
    [
        {"region": "eu-west-1", "target_regions": ["eu-central-1"]},
        {"region": "${data.aws_region.here.name}"},
        {"region": "${aws_sqs_queue.near.region}"},
        {"all_regions": False, "multi_region": False, "region": ""},
        {"state_or_region": "Bavaria", "operation_preferences": [{"region_concurrency_type": "PARALLEL"}]},
        {"tags": {"region": "us-east-1"}},
    ],
)
def test_a_region_inside_is_not_found(body: dict[str, Any]) -> None:
    assert _found(residency_region_name, body) == []


@pytest.mark.parametrize(
    "text",
    [
        "us-east-1",
        "us-east-1c",
        "sns.us-east-1.amazonaws.com",
        "https://bucket.s3-us-west-2.amazonaws.com/key",
        "orders.cluster-0a.us-east-1.rds.amazonaws.com",
        "com.amazonaws.us-east-1.s3",
        "abc.lambda-url.us-east-1.on.aws",
        "aws s3 cp --region us-east-1 dump.sql s3://x",
        "${local.there}",
        "sns.${local.there}.amazonaws.com",
        "sns.${data.aws_ssm_parameter.text.value}.amazonaws.com",
    ],
)
def test_text_that_names_a_region_outside_is_found(text: str) -> None:
    (violation,) = _found(residency_region_text, {"thing": [text]}, locals={"there": "us-east-1"})
    assert violation.attribute == "thing.0"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("thing", "sns.eu-west-1.amazonaws.com"),
        ("thing", "events.amazonaws.com"),
        ("thing", "eu-west-1a"),
        ("name", "us-east-1"),
        ("description", "copies nothing to us-east-1"),
        ("availability_zone_id", "euw1-az2"),
        ("thing", "focus-east-10 and eu-west"),
        ("thing", "arn:aws:iam::222222222222:role/us-east-1"),
    ],
)
def test_text_that_names_no_region_outside_is_not_found(name: str, text: str) -> None:
    assert _found(residency_region_text, {name: text}) == []


def test_the_id_of_a_zone_outside_is_found() -> None:
    expected = Violation(
        "availability_zone_id: use1-az2 is a zone of a region outside EU", attribute="availability_zone_id"
    )
    assert _found(residency_region_text, {"availability_zone_id": "use1-az2"}) == [expected]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"Bool": {"kms:MultiRegion": "true"}}, 0),
        ({"Null": {"secretsmanager:AddReplicaRegions": "false"}}, 0),
        ({"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}, 0),
        ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, 1),
        ({"StringEquals": {"kms:MultiRegion": "true"}}, 1),
    ],
)
def test_a_condition_that_asks_for_yes_or_no_names_no_region(condition: dict[str, Any], found: int) -> None:
    document = json.dumps({"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}]})
    assert len(_found(residency_region_name, {"json": document})) == found
