"""What is taken for a secret, by its name or by its look."""

import pytest

from policies.engine.secrecy import looks_secret, may_be_secret, names_secret
from policies.engine.values import UNKNOWN, Interpolation, Reference, Value


@pytest.mark.parametrize(
    "name",
    ["password", "master_password_wo", "DB_PASSWORD", "dbPassword", "clientSecret", "API_KEY", "private_key", "token"],
)
def test_a_name_is_that_of_a_secret(name: str) -> None:
    assert names_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        "secret_arn",
        "MASTER_SECRET_ARN",
        "master_user_secret_kms_key_id",
        "http_tokens",
        "kms_key_id",
        "key",
        "tokenizer",
    ],
)
def test_a_name_is_about_a_secret_or_about_something_else(name: str) -> None:
    assert not names_secret(name)


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("hunter2", True),
        ("", False),
        ("true", False),
        (True, False),
        (16, False),
        (None, False),
        (UNKNOWN, True),
        ("arn:aws:secretsmanager:eu-west-1:222222222222:secret:x", False),
        (Reference("random_password.x", "result"), True),
        (Reference("aws_rds_cluster.x", "master_password"), True),
        (Reference("aws_secretsmanager_secret.x", "arn"), False),
        (Interpolation(("x", Reference("aws_vpc.x", "id"))), True),
    ],
)
def test_a_value_may_be_a_secret(value: Value, may: bool) -> None:
    assert may_be_secret(value) is may


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "-----BEGIN PRIVATE KEY-----",
        "mysql --password=hunter2",
        'password: "hunter2"',
        "https://app:hunter2@example.com",
        "CREATE USER x IDENTIFIED WITH caching_sha2_password BY 'hunter2'",
        "cGFzc3dvcmQ9aHVudGVyMiAtLWhvc3Q9eA==",
    ],
)
def test_a_text_looks_like_a_secret(text: str) -> None:
    assert looks_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "a password is made by RDS",
        "password=${aws_x.y}",
        "https://example.com/a:b@c",
        "F5ORqyZF6+zF0faTfr5qJK6LA2xh7vGJHtRszKrgS7w=",
        "CREATE USER x IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'",
    ],
)
def test_a_text_does_not_look_like_a_secret(text: str) -> None:
    assert not looks_secret(text)
