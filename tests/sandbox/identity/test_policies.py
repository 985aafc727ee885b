"""What policy documents say of a request."""

from dataclasses import replace
from typing import Any

import pytest

from sandbox.identity.policies import Decision, Request, decide

SECRET = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:app-AbCdEf"
READ = Request("secretsmanager:GetSecretValue", SECRET, "arn:aws:iam::222222222222:role/app")
ALLOW, DENY, SILENT = Decision.ALLOW, Decision.DENY, Decision.SILENT
RESOURCE = "arn:aws:rds-db:eu-west-1:222222222222:dbuser:cluster-ABC/anna"
CONNECT = Request("rds-db:connect", RESOURCE, "arn:aws:iam::222222222222:user/anna")
MAY_CONNECT = {"Effect": "Allow", "Action": "rds-db:connect", "Resource": RESOURCE}


def document(*statements: object) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.mark.parametrize(
    "statement",
    [
        MAY_CONNECT,
        MAY_CONNECT | {"Action": ["s3:GetObject", "rds-db:*"]},
        MAY_CONNECT | {"Action": "RDS-DB:Connect"},
        MAY_CONNECT | {"Action": "*", "Resource": "*"},
        MAY_CONNECT | {"Resource": RESOURCE.replace("anna", "ann?")},
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "rds-db:connect", "NotResource": "arn:aws:rds-db:*:*:dbuser:*/admin"},
    ],
)
def test_a_statement_that_covers_both_allows(statement: dict[str, object]) -> None:
    assert decide([document(statement)], CONNECT) is ALLOW
    assert decide([{"Statement": statement}], CONNECT) is ALLOW


@pytest.mark.parametrize(
    "statement",
    [
        MAY_CONNECT | {"Effect": "Deny"},
        MAY_CONNECT | {"Effect": "allow"},
        MAY_CONNECT | {"Action": "rds:*"},
        MAY_CONNECT | {"Resource": RESOURCE.upper()},
        MAY_CONNECT | {"Resource": RESOURCE.replace("-", ".")},
        MAY_CONNECT | {"Resource": RESOURCE[:-1]},
        MAY_CONNECT | {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Effect": "Allow", "Action": "rds-db:connect"},
        {"Effect": "Allow", "NotAction": "rds-db:*", "Resource": "*"},
        {},
        "Allow",
    ],
)
def test_a_statement_that_covers_less_does_not(statement: object) -> None:
    assert decide([document(statement)], CONNECT) is not ALLOW


def test_silence_allows_nothing() -> None:
    assert decide([], CONNECT) is SILENT
    assert decide([{}], CONNECT) is SILENT


@pytest.mark.parametrize(
    ("condition", "decision"),
    [
        ({}, DENY),
        ({"Bool": {"aws:SecureTransport": "false"}}, DENY),
        ({"Bool": {"aws:SecureTransport": "true"}}, ALLOW),
        ({"Bool": {"aws:ViaAWSService": "true"}}, ALLOW),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}, DENY),
    ],
)
def test_a_denial_whose_condition_is_met_wins_wherever_it_stands(
    condition: dict[str, object], decision: Decision
) -> None:
    denial = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
    request = replace(CONNECT, values={"aws:securetransport": "false"})
    assert decide([document(denial), document(MAY_CONNECT)], request) is decision
    assert decide([document(MAY_CONNECT, denial)], request) is decision


@pytest.mark.parametrize(
    ("pattern", "decision"),
    [
        ("arn:aws:rds-db:*", ALLOW),
        ("arn:aws:rds-*", ALLOW),
        ("arn:aws:rds-db", SILENT),
        ("arn:aws:rds-db:*:*:dbuser", SILENT),
        ("arn:aws:rds-db:us-*", SILENT),
    ],
)
def test_an_asterisk_at_the_end_extends_over_what_is_not_written(pattern: str, decision: Decision) -> None:
    assert decide([document(MAY_CONNECT | {"Resource": pattern})], CONNECT) is decision


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
