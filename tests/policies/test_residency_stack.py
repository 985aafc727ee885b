"""Providers, the state, subscriptions and security groups: what needs more of the stack than one resource."""

from typing import Any

import pytest

from policies import residency_egress, residency_provider, residency_state, residency_subscription
from policies.engine.policy import Violation
from tests.policies.small import ACCOUNT, said, stack

_HOME = {"region": "eu-west-1", "allowed_account_ids": [ACCOUNT]}
_CLUSTER = {"aws_rds_cluster.orders": {"engine": "mysql"}}
_S3 = {
    "bucket": f"tidegate-state-{ACCOUNT}-eu-west-1",
    "region": "eu-west-1",
    "key": "eu-west-1/terraform.tfstate",
    "encrypt": True,
    "kms_key_id": f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/state",
    "allowed_account_ids": [ACCOUNT],
}


@pytest.mark.parametrize(
    ("changes", "attributes"),
    [
        ({"region": "us-east-1"}, ["region"]),
        ({"region": None}, ["region"]),
        ({"region": "${var.open}"}, ["region"]),
        ({"allowed_account_ids": None}, ["allowed_account_ids"]),
        ({"allowed_account_ids": [ACCOUNT, "999999999999"]}, ["allowed_account_ids"]),
        ({"endpoints": [{"rds": "https://rds.us-east-1.amazonaws.com"}]}, ["endpoints.rds"]),
        ({"endpoints": [{"s3": "https://storage.example.com"}]}, ["endpoints.s3"]),
        ({"assume_role": [{"role_arn": "arn:aws:iam::999999999999:role/x"}]}, ["assume_role.role_arn"]),
        ({"assume_role": [{"role_arn": "${var.open}"}]}, ["assume_role.role_arn"]),
        ({"https_proxy": "https://proxy.example.com"}, ["https_proxy"]),
        ({"skip_requesting_account_id": True}, ["skip_requesting_account_id"]),
        ({"sts_region": "us-east-1"}, ["sts_region"]),
        ({"endpoints": [{"rds": "https://rds.eu-west-1.amazonaws.com"}]}, []),
        ({"assume_role": [{"role_arn": f"arn:aws:iam::{ACCOUNT}:role/deploy"}]}, []),
        ({"skip_credentials_validation": True, "s3_use_path_style": True}, []),
    ],
)
def test_a_provider_that_works_elsewhere_is_found(changes: dict[str, Any], attributes: list[str]) -> None:
    configured = {name: value for name, value in {**_HOME, **changes}.items() if value is not None}
    judged = stack(provider={"aws": [configured]}, variable={"open": {}})
    found = said(residency_provider.check, judged, "stack")
    assert [violation.attribute for violation in found] == [f"provider.aws.{name}" for name in attributes]


def test_a_stack_without_a_provider_and_one_of_another_company_are_found() -> None:
    found = said(residency_provider.check, stack(provider={"google": [{"region": "europe-west1"}]}), "stack")
    assert found == [
        Violation("the stack has no provider aws, so that the caller decides on region and account"),
        Violation(
            "provider google: it is none of AWS, so that nobody can tell where it makes things",
            attribute="provider.google.source",
        ),
    ]


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({}, []),
        (
            {"region": "us-east-1"},
            [
                'its bucket is in "us-east-1", and the environment in eu-west-1',
                "its key is not in the region of its bucket",
            ],
        ),
        (
            {"region": "eu-central-1", "kms_key_id": f"arn:aws:kms:eu-central-1:{ACCOUNT}:alias/x"},
            ['its bucket is in "eu-central-1", and the environment in eu-west-1'],
        ),
        ({"bucket": f"state-{ACCOUNT}-us-east-1"}, [f"its bucket state-{ACCOUNT}-us-east-1 is called after us-east-1"]),
        ({"bucket": "state-999999999999"}, ["its bucket state-999999999999 is called after 999999999999"]),
        ({"bucket": None}, ["its bucket cannot be told"]),
        ({"encrypt": False}, ["it is not encrypted"]),
        ({"kms_key_id": None}, ["its key is AWS's own, or cannot be told"]),
        ({"allowed_account_ids": None}, [f"it may be in another account than {ACCOUNT}"]),
        (
            {"endpoints": {"s3": "https://s3.example.com"}},
            ["endpoints is {'s3': 'https://s3.example.com'}, and must not be set"],
        ),
    ],
)
def test_a_state_of_elsewhere_is_found(changes: dict[str, Any], messages: list[str]) -> None:
    backend = {name: value for name, value in {**_S3, **changes}.items() if value is not None}
    judged = stack(_CLUSTER, terraform={"backend": {"s3": backend}})
    found = said(residency_state.check, judged, "stack")
    assert [violation.message for violation in found] == [f"the state: {message}" for message in messages]


@pytest.mark.parametrize(
    ("terraform", "resources", "found"),
    [
        ({}, _CLUSTER, True),
        ({"backend": {"local": {"path": "x"}}}, _CLUSTER, True),
        ({"backend": {"remote": {"organization": "x"}}}, {}, True),
        ({"backend": {"local": {"path": "x"}}}, {}, False),
    ],
)
def test_only_a_stack_without_databases_may_keep_its_state_on_disk(
    terraform: dict[str, Any], resources: dict[str, Any], found: bool
) -> None:
    assert bool(said(residency_state.check, stack(resources, terraform=terraform), "stack")) == found


_TOPIC: dict[str, dict[str, Any]] = {
    "aws_sns_topic.alerts": {"name": "alerts"},
    "aws_sns_topic.quiet": {"name": "quiet"},
    "aws_sns_topic.abroad": {"name": "abroad", "provider": "aws.abroad"},
    "aws_sqs_queue.home": {"name": "home"},
    "aws_cloudwatch_metric_alarm.lag": {"alarm_actions": ["${aws_sns_topic.alerts.arn}"]},
    "aws_sns_topic_policy.alerts": {
        "arn": "${aws_sns_topic.alerts.arn}",
        "policy": "${data.aws_iam_policy_document.alerts.json}",
    },
}
_SUBSCRIPTION = "aws_sns_topic_subscription.it"


def _publisher(kind: str, who: str) -> dict[str, Any]:
    statement = {"actions": ["sns:Publish"], "principals": [{"type": kind, "identifiers": [who]}]}
    return {"data.aws_iam_policy_document.alerts": {"statement": [statement]}}


@pytest.mark.parametrize(
    ("protocol", "endpoint", "topic", "message"),
    [
        ("email", "oncall@example.com", "alerts", None),
        ("sqs", "${aws_sqs_queue.home.arn}", "alerts", None),
        ("https", "https://hooks.eu-west-1.amazonaws.com/x", "alerts", None),
        (
            "email",
            "a@example.com",
            "quiet",
            'endpoint ("email"): mail leaves AWS, and aws_sns_topic.quiet is told by no alarm',
        ),
        ("https", "https://example.com", "alerts", 'endpoint ("https"): "https://example.com" is outside of AWS'),
        ("http", "http://example.com", "alerts", 'endpoint ("http"): "http://example.com" is outside of AWS'),
        ("sms", "+35312345678", "alerts", 'endpoint ("sms"): "+35312345678" is outside of AWS'),
        (
            "sqs",
            "arn:aws:sqs:us-east-1:222222222222:x",
            "alerts",
            'endpoint ("sqs"): arn:aws:sqs:us-east-1:222222222222:x is in us-east-1, outside EU',
        ),
        ("sqs", "${var.open}", "alerts", 'endpoint ("sqs"): it cannot be known before the apply'),
        ("${var.open}", "x", "alerts", 'endpoint (a value that is not known before the apply): "x" is outside of AWS'),
        ("sqs", "${aws_sqs_queue.home.arn}", "abroad", "topic_arn: aws_sns_topic.abroad is in us-east-1, outside EU"),
    ],
)
def test_a_subscription_delivers_inside(protocol: str, endpoint: str, topic: str, message: str | None) -> None:
    body = {"protocol": protocol, "endpoint": endpoint, "topic_arn": f"${{aws_sns_topic.{topic}.arn}}"}
    resources = {**_TOPIC, **_publisher("Service", "cloudwatch.amazonaws.com"), _SUBSCRIPTION: body}
    found = said(residency_subscription.check, stack(resources, variable={"open": {}}), _SUBSCRIPTION)
    assert [violation.message for violation in found] == ([] if message is None else [message])


@pytest.mark.parametrize(
    ("kind", "who"), [("AWS", f"arn:aws:iam::{ACCOUNT}:root"), ("Service", "s3.amazonaws.com"), ("AWS", "*")]
)
def test_mail_is_not_for_a_topic_that_others_publish_to(kind: str, who: str) -> None:
    body = {"protocol": "email", "endpoint": "a@example.com", "topic_arn": "${aws_sns_topic.alerts.arn}"}
    judged = stack({**_TOPIC, **_publisher(kind, who), _SUBSCRIPTION: body})
    message = f'endpoint ("email"): mail leaves AWS, and "{who}" may publish to aws_sns_topic.alerts'
    assert said(residency_subscription.check, judged, _SUBSCRIPTION) == [Violation(message, attribute="endpoint")]


_VPC: dict[str, dict[str, Any]] = {
    "aws_vpc.cell": {"cidr_block": "10.20.0.0/16"},
    "aws_vpc_endpoint.s3": {"service_name": "x"},
}


@pytest.mark.parametrize(
    ("address", "body", "attributes"),
    [
        ("aws_vpc_security_group_egress_rule.it", {"cidr_ipv4": "0.0.0.0/0"}, ["cidr_ipv4"]),
        ("aws_vpc_security_group_egress_rule.it", {"cidr_ipv4": "0.0.0.0/1"}, ["cidr_ipv4"]),
        ("aws_vpc_security_group_egress_rule.it", {"cidr_ipv6": "::/0"}, ["cidr_ipv6"]),
        ("aws_vpc_security_group_egress_rule.it", {"cidr_ipv4": "10.99.0.0/24"}, ["cidr_ipv4"]),
        ("aws_vpc_security_group_egress_rule.it", {"prefix_list_id": "pl-1"}, ["prefix_list_id"]),
        ("aws_vpc_security_group_egress_rule.it", {"cidr_ipv4": "${var.open}"}, ["cidr_ipv4"]),
        ("aws_security_group_rule.it", {"type": "egress", "cidr_blocks": ["0.0.0.0/0"]}, ["cidr_blocks"]),
        ("aws_security_group_rule.it", {"type": "${var.open}", "cidr_blocks": ["0.0.0.0/0"]}, ["cidr_blocks"]),
        ("aws_security_group_rule.it", {"type": "ingress", "cidr_blocks": ["10.9.0.0/24"]}, []),
        ("aws_security_group.it", {"egress": [{"cidr_blocks": ["8.8.8.8/32"]}]}, ["egress.0.cidr_blocks"]),
        ("aws_default_security_group.it", {"egress": [{"ipv6_cidr_blocks": ["::/0"]}]}, ["egress.0.ipv6_cidr_blocks"]),
        ("aws_vpc_security_group_egress_rule.it", {"cidr_ipv4": "10.20.4.0/24"}, []),
        ("aws_vpc_security_group_egress_rule.it", {"cidr_ipv4": "${aws_vpc.cell.cidr_block}"}, []),
        ("aws_vpc_security_group_egress_rule.it", {"prefix_list_id": "${aws_vpc_endpoint.s3.prefix_list_id}"}, []),
        ("aws_vpc_security_group_egress_rule.it", {"referenced_security_group_id": "sg-1"}, []),
    ],
)
def test_a_connection_out_of_the_network_is_found(address: str, body: dict[str, Any], attributes: list[str]) -> None:
    found = said(residency_egress.check, stack({**_VPC, address: body}, variable={"open": {}}), address)
    assert [violation.attribute for violation in found] == attributes
