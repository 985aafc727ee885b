"""The SQL that makes a database's users."""

import re

import pytest

from generator.spec.model import User
from modules.access.sql import SCHEMA_PRIVILEGES, users_sql

ROLE = "arn:aws:iam::222222222222:role/settlement"
DIGEST = "$A$005$THISISACOMBINATIONOFINVALIDSALTANDPASSWORDTHATMUSTNEVERBRBEUSED"


def user(name: object = "settlement", **fields: object) -> User:
    return User.model_validate({"name": name, "role": ROLE, "endpoint": "writer", **fields})


def statements(*users: User, schema: str = "orders") -> list[str]:
    """The statements, each on one line, without comments."""
    text = users_sql("eu-west-1", "orders", schema, users)
    code = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [re.sub(r"\s+", " ", each).strip() for each in re.split(r";$", code, flags=re.MULTILINE) if each.strip()]


def revoked(statement: str) -> set[str]:
    found = re.fullmatch(r"REVOKE IF EXISTS (.+) ON .+", statement)
    assert found
    return set(found[1].split(", "))


def test_the_session_reads_literals_as_they_are_written() -> None:
    assert statements() == ["SET NAMES utf8mb4", "SET SESSION sql_mode = 'TRADITIONAL'"]


def test_a_user_with_a_token_logs_in_by_the_plugin_and_over_tls_alone() -> None:
    identified = "'settlement'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL"
    assert statements(user())[2:4] == [f"CREATE USER IF NOT EXISTS {identified}", f"ALTER USER {identified}"]


def test_both_accounts_of_a_user_with_a_secret_are_locked_until_a_rotation_and_never_locked_again() -> None:
    made = [each for each in statements(user(auth="secret")) if "USER" in each and "REVOKE" not in each]
    assert [each for each in made if "ATTRIBUTE" not in each] == [
        statement
        for name in ("settlement", "settlement_clone")
        for statement in (
            f"CREATE USER IF NOT EXISTS '{name}'@'%' IDENTIFIED WITH caching_sha2_password AS '{DIGEST}'"
            " REQUIRE SSL ACCOUNT LOCK",
            f"ALTER USER '{name}'@'%' REQUIRE SSL",
        )
    ]


def test_every_account_is_marked_as_made_by_tidegate() -> None:
    marked = [each for each in statements(user(), user("b", auth="secret")) if "ATTRIBUTE" in each]
    assert marked == [
        f"""ALTER USER '{name}'@'%' ATTRIBUTE '{{"managed_by": "tidegate"}}'"""
        for name in ("settlement", "b", "b_clone")
    ]


def test_both_accounts_of_a_user_with_a_secret_have_the_same_privileges() -> None:
    granted = [each for each in statements(user(auth="secret")) if each.startswith("GRANT")]
    assert granted == [
        f"GRANT DELETE, INSERT, SELECT, UPDATE ON `orders`.* TO '{name}'@'%'"
        for name in ("settlement", "settlement_clone")
    ]


@pytest.mark.parametrize(
    ("fields", "granted"),
    [
        ({}, {"SELECT", "INSERT", "UPDATE", "DELETE"}),
        ({"endpoint": "reader"}, {"SELECT"}),
        ({"privileges": ["SELECT", "EXECUTE", "CREATE TEMPORARY TABLES"]}, None),
        ({"endpoint": "reader", "privileges": ["SELECT", "SHOW VIEW", "INSERT", "EXECUTE"]}, {"SELECT", "SHOW VIEW"}),
    ],
)
def test_a_user_has_what_the_spec_names_and_loses_everything_else(
    fields: dict[str, object], granted: set[str] | None
) -> None:
    each = user(**fields)
    expected = granted or set(each.granted)
    grant, revoke = statements(each)[5:]
    assert grant == f"GRANT {', '.join(sorted(expected))} ON `orders`.* TO 'settlement'@'%'"
    assert revoked(revoke) == set(SCHEMA_PRIVILEGES) - expected
    assert "GRANT OPTION" in revoked(revoke)


def test_what_a_reader_does_not_get_is_said() -> None:
    each = user(endpoint="reader", privileges=["SELECT", "EXECUTE"])
    assert "-- Not granted to a reader: EXECUTE.\n" in users_sql("eu-west-1", "orders", "orders", [each])


def test_a_user_without_privileges_gets_none() -> None:
    (revoke,) = statements(user(privileges=[]))[5:]
    assert revoked(revoke) == set(SCHEMA_PRIVILEGES)


@pytest.mark.parametrize(
    ("name", "literal"),
    [("o'hara", r"'o\'hara'@'%'"), ("a\nb", r"'a\nb'@'%'"), ("back\\", "'back\\\\'@'%'"), ("{{ 1 }}", "'{{ 1 }}'@'%'")],
)
def test_a_name_arrives_unchanged_and_ends_no_literal(name: str, literal: str) -> None:
    assert all(literal in each for each in statements(user(name))[2:])


def test_a_schema_with_a_wildcard_in_its_name_is_granted_alone() -> None:
    assert "ON `orders\\_eu`.* TO" in statements(user(), schema="orders_eu")[5]


def test_the_file_says_how_to_run_it_with_the_servers_name_verified() -> None:
    text = users_sql("eu-west-1", "orders", "orders", [])
    assert "--ssl-mode=VERIFY_IDENTITY" in text
    assert "< sql/orders.sql" in text
