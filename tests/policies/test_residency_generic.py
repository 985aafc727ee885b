"""Hosts, accounts, buckets, keys, principals and types: the policies that judge any resource type."""

import json
from typing import Any

import pytest

from policies import (
    residency_account,
    residency_bucket,
    residency_host,
    residency_key,
    residency_opaque,
    residency_principal,
    residency_resource_region,
    residency_sharing_type,
)
from policies.engine.policy import Violation
from tests.policies.small import ACCOUNT, AROUND, said, stack

_IT = "aws_new_thing.it"


def _found(policy: Any, body: dict[str, Any], **sections: Any) -> list[Violation]:
    return said(policy.check, stack({**AROUND, _IT: body}, **sections), _IT)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"endpoint": "db.example.com"}, '"db.example.com" is outside of AWS'),
        ({"target_url": "https://collector.example.com"}, '"https://collector.example.com" is outside of AWS'),
        ({"anything": "https://collector.example.com/x"}, '"https://collector.example.com/x" is outside of AWS'),
        ({"anything": "jdbc:mysql://8.8.8.8:3306/x"}, '"jdbc:mysql://8.8.8.8:3306/x" is a public address'),
        ({"host": "s3.amazonaws.com"}, '"s3.amazonaws.com" is an endpoint of AWS that names no region'),
        ({"host": "rds.us-east-1.amazonaws.com"}, '"rds.us-east-1.amazonaws.com" is in us-east-1, outside EU'),
        ({"host": "${var.open}"}, "it cannot be known before the apply"),
    ],
)
def test_an_address_outside_is_found(body: dict[str, Any], problem: str) -> None:
    (violation,) = _found(residency_host, body, variable={"open": {}})
    assert violation.message == f"{next(iter(body))} leads out: {problem}"


@pytest.mark.parametrize(
    "body",
    [
        {"endpoint": "writer"},
        {"endpoint": "${aws_sqs_queue.home.url}"},
        {"host": "orders.cell.internal"},
        {"host": "10.20.0.4"},
        {"url": "https://sqs.eu-west-1.amazonaws.com/222222222222/x"},
        {"url": "arn:aws:sns:eu-west-1:222222222222:x"},
    ],
)
def test_an_address_inside_is_not_found(body: dict[str, Any]) -> None:
    assert _found(residency_host, body) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"thing": "999999999999"}, True),
        ({"image": "999999999999.dkr.ecr.eu-west-1.amazonaws.com/x"}, True),
        ({"account_id": "${var.open}"}, True),
        ({"condition": [{"values": ["999999999999"]}]}, True),
        ({"thing": ACCOUNT}, False),
        ({"tags": {"build": "999999999999"}}, False),
        ({"thing": "${data.aws_caller_identity.me.account_id}"}, False),
    ],
)
def test_another_account_is_found(body: dict[str, Any], found: bool) -> None:
    assert bool(_found(residency_account, body, variable={"open": {}})) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"log_bucket": "somewhere"}, True),
        ({"bucket_arn": "${aws_s3_bucket.abroad.arn}"}, True),
        ({"s3_bucket_name": "${var.open}"}, True),
        ({"path": "s3://somewhere/key"}, True),
        ({"bucket_name": "home"}, False),
        ({"path": "s3://home/key"}, False),
        ({"bucket": "${aws_s3_bucket.home.id}", "bucket_prefix": "x"}, False),
    ],
)
def test_a_bucket_that_is_not_of_the_stack_is_found(body: dict[str, Any], found: bool) -> None:
    assert bool(_found(residency_bucket, body, variable={"open": {}})) == found


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("${aws_kms_key.abroad.arn}", "aws_kms_key.abroad is in us-east-1, outside EU"),
        ("${aws_kms_key.near.arn}", "it is in eu-central-1, not in eu-west-1"),
        ("arn:aws:kms:eu-central-1:222222222222:key/x", "it is in eu-central-1, not in eu-west-1"),
        (
            "arn:aws:kms:eu-west-1:222222222222:key/mrk-x",
            '"arn:aws:kms:eu-west-1:222222222222:key/mrk-x" is a multi-region key',
        ),
        ("${var.open}", "it cannot be known before the apply"),
    ],
)
def test_a_key_of_elsewhere_is_found(value: str, problem: str) -> None:
    expected = Violation(f"kms_key_id: {problem}", attribute="kms_key_id")
    assert _found(residency_key, {"kms_key_id": value}, variable={"open": {}}) == [expected]


@pytest.mark.parametrize("value", ["${aws_kms_key.home.arn}", "alias/aws/sns", "1111-2222"])
def test_a_key_of_the_region_is_not_found(value: str) -> None:
    assert _found(residency_key, {"kms_key_id": value}) == []


def test_a_copys_key_may_be_in_another_region_of_the_jurisdiction() -> None:
    assert _found(residency_key, {"replica": [{"kms_key_id": "${aws_kms_key.near.arn}"}]}) == []


_ALLOW = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ({"Principal": "*"}, "anybody of any account"),
        ({"Principal": {"AWS": "999999999999"}}, "somebody in account 999999999999, not this one"),
        ({"NotPrincipal": {"AWS": ACCOUNT}}, "it allows everybody but those that it names"),
        (
            {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
            "anybody of any account",
        ),
        (
            {"Principal": "*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalAccount": ACCOUNT}}},
            "anybody of any account",
        ),
        (
            {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalAccount": [ACCOUNT, "999999999999"]}}},
            "anybody of any account",
        ),
    ],
)
def test_a_statement_that_lets_in_others_is_found(statement: dict[str, Any], problem: str) -> None:
    policy = json.dumps({"Statement": [_ALLOW | statement]})
    expected = Violation(f"resource_policy lets others in, by statement 1: {problem}", attribute="resource_policy")
    assert _found(residency_principal, {"resource_policy": policy}) == [expected]


def test_the_document_itself_says_who_is_let_in() -> None:
    statement = {"actions": ["*"], "principals": [{"type": "Federated", "identifiers": ["accounts.google.com"]}]}
    address = "data.aws_iam_policy_document.it"
    found = said(residency_principal.check, stack({address: {"statement": [statement]}}), address)
    assert [violation.message for violation in found] == [
        f'{address} lets others in, by statement 1: "accounts.google.com", of whom an authority outside of the account '
        "vouches"
    ]


@pytest.mark.parametrize("policy", ["${var.open}", "${data.aws_ssm_parameter.text.value}"])
def test_a_document_that_cannot_be_read_is_found(policy: str) -> None:
    assert len(_found(residency_principal, {"policy": policy}, variable={"open": {}})) == 1


def test_a_principal_that_is_tied_to_the_account_is_not_found() -> None:
    policy = (
        '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", '
        '"Condition": {"StringEquals": {"aws:PrincipalAccount": "222222222222"}}}, '
        '{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}'
    )
    assert _found(residency_principal, {"policy": policy}) == []


@pytest.mark.parametrize(
    ("provider", "problem"),
    [
        ("aws.abroad", "in us-east-1, outside EU"),
        ("aws.missing", "in a region that cannot be told"),
        ("aws.open", "in a region that cannot be told"),
        ("aws.other", "in account 999999999999, not this one"),
        ("aws.unbound", "in an account that cannot be told"),
    ],
)
def test_a_resource_and_a_data_source_of_another_place_are_found(provider: str, problem: str) -> None:
    home = {"region": "eu-west-1", "allowed_account_ids": [ACCOUNT]}
    others = [
        {"alias": "abroad", **home, "region": "us-east-1"},
        {"alias": "open", **home, "region": "${var.open}"},
        {"alias": "other", **home, "allowed_account_ids": ["999999999999"]},
        {"alias": "unbound", "region": "eu-west-1"},
    ]
    for address in ("aws_sqs_queue.it", "data.aws_sqs_queue.it"):
        judged = stack({address: {"provider": provider}}, provider={"aws": [home, *others]}, variable={"open": {}})
        expected = Violation(f"{address} is {problem} (provider {provider})", attribute="provider")
        assert said(residency_resource_region.check, judged, address) == [expected]


def test_what_the_default_provider_does_wrong_is_said_of_the_provider_alone() -> None:
    judged = stack({"aws_sqs_queue.it": {}}, provider={"aws": [{"region": "us-east-1"}]})
    assert said(residency_resource_region.check, judged, "aws_sqs_queue.it") == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("aws_new_global_cluster.it", True),
        ("aws_new_multi_region_thing.it", True),
        ("aws_new_replica.it", True),
        ("aws_new_share_accepter.it", True),
        ("aws_organizations_account.it", True),
        ("aws_dms_replication_instance.it", False),
        ("aws_sqs_queue.it", False),
        ("data.aws_organizations_organization.it", False),
    ],
)
def test_a_type_that_says_it_reaches_across_is_found(address: str, found: bool) -> None:
    assert bool(said(residency_sharing_type.check, stack({address: {}}), address)) == found


@pytest.mark.parametrize(
    ("address", "body", "found"),
    [
        ("null_resource.it", {}, True),
        ("data.http.it", {"url": "https://example.com"}, True),
        ("aws_sqs_queue.it", {"provisioner": [{"local-exec": {"command": "mysqldump"}}]}, True),
        ("aws_sqs_queue.it", {}, False),
    ],
)
def test_what_runs_or_makes_unseen_is_found(address: str, body: dict[str, Any], found: bool) -> None:
    assert bool(said(residency_opaque.check, stack({address: body}), address)) == found
