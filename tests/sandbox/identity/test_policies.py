"""What policy documents allow."""

import pytest

from sandbox.identity.policies import allowed

ACTION = "rds-db:connect"
RESOURCE = "arn:aws:rds-db:eu-west-1:222222222222:dbuser:cluster-ABC/anna"
ALLOW = {"Effect": "Allow", "Action": ACTION, "Resource": RESOURCE}


def document(*statements: object) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.mark.parametrize(
    "statement",
    [
        ALLOW,
        ALLOW | {"Action": ["s3:GetObject", "rds-db:*"]},
        ALLOW | {"Action": "RDS-DB:Connect"},
        ALLOW | {"Action": "*", "Resource": "*"},
        ALLOW | {"Resource": RESOURCE.replace("anna", "ann?")},
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        {"Effect": "Allow", "Action": ACTION, "NotResource": "arn:aws:rds-db:*:*:dbuser:*/admin"},
    ],
)
def test_a_statement_that_covers_both_allows(statement: dict[str, object]) -> None:
    assert allowed([document(statement)], ACTION, RESOURCE)
    assert allowed([{"Statement": statement}], ACTION, RESOURCE)


@pytest.mark.parametrize(
    "statement",
    [
        ALLOW | {"Effect": "Deny"},
        ALLOW | {"Effect": "allow"},
        ALLOW | {"Action": "rds:*"},
        ALLOW | {"Resource": RESOURCE.upper()},
        ALLOW | {"Resource": RESOURCE.replace("-", ".")},
        ALLOW | {"Resource": RESOURCE[:-1]},
        ALLOW | {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Effect": "Allow", "Action": ACTION},
        {"Effect": "Allow", "NotAction": "rds-db:*", "Resource": "*"},
        {},
        "Allow",
    ],
)
def test_a_statement_that_covers_less_does_not(statement: object) -> None:
    assert not allowed([document(statement)], ACTION, RESOURCE)


def test_silence_allows_nothing() -> None:
    assert not allowed([], ACTION, RESOURCE)
    assert not allowed([{}], ACTION, RESOURCE)


@pytest.mark.parametrize("more", [{}, {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}])
def test_a_denial_wins_wherever_it_stands(more: dict[str, object]) -> None:
    denial = {"Effect": "Deny", "Action": "*", "Resource": "*", **more}
    assert not allowed([document(denial), document(ALLOW)], ACTION, RESOURCE)
    assert not allowed([document(ALLOW, denial)], ACTION, RESOURCE)
