"""What a user is called, in Terraform, in AWS and in MySQL."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.spec.model import Database, User
from modules.literals import ConfigurationError
from modules.users import LONGEST_ACCOUNT, accounts, alternate, exact, numbered, role_name, slug

ROLE = "arn:aws:iam::222222222222:role/team/orders/settlement"
NAMES = st.text(min_size=1, max_size=80)


def user(name: str, auth: str = "iam") -> User:
    return User.model_validate({"name": name, "role": ROLE, "endpoint": "writer", "auth": auth})


def database(*users: User) -> Database:
    return Database(instance_class="db.r6gd.large", users=list(users))


def test_a_plain_name_is_its_own_slug() -> None:
    assert slug("order_writer_2") == "order_writer_2"


@settings(deadline=None)
@given(NAMES)
def test_a_slug_fits_an_identifier_an_arn_and_a_path(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]+(-[0-9a-f]{8})?", slug(name))


@settings(deadline=None)
@given(st.lists(NAMES, unique=True, max_size=20))
def test_no_two_names_share_a_slug_even_where_case_is_ignored(names: list[str]) -> None:
    assert len({slug(name).lower() for name in names}) == len(names)


@pytest.mark.parametrize("pair", [("Writer", "writer"), ("a b", "a_b"), ("a-b", "a_b"), ("a.b", "a:b"), ("é", "è")])
def test_names_that_look_alike_stay_apart(pair: tuple[str, str]) -> None:
    assert slug(pair[0]) != slug(pair[1])


@settings(deadline=None)
@given(NAMES)
def test_an_alternate_is_another_name_that_mysql_takes(name: str) -> None:
    assert alternate(name) != name
    assert len(alternate(name)) <= LONGEST_ACCOUNT


def test_names_that_are_cut_keep_alternates_apart() -> None:
    long = "a" * 30
    assert alternate(f"{long}b") != alternate(f"{long}c")


def test_a_user_with_a_secret_has_two_accounts_and_one_with_a_token_has_one() -> None:
    assert accounts(user("settlement", "secret")) == ("settlement", "settlement_clone")
    assert accounts(user("settlement")) == ("settlement",)


def test_a_role_is_named_without_its_path() -> None:
    assert role_name(user("settlement")) == "settlement"


def test_users_come_with_their_spec_path() -> None:
    found = [(path, each.name) for path, each in numbered("orders", database(user("a"), user("b")))]
    assert found == [("databases.orders.users[0]", "a"), ("databases.orders.users[1]", "b")]


@pytest.mark.parametrize(
    "users",
    [
        [user("settlement"), user("settlement")],
        [user("settlement", "secret"), user("settlement_clone")],
        [user("settlement_clone"), user("settlement", "secret")],
    ],
)
def test_users_that_share_an_account_are_refused(users: list[User]) -> None:
    with pytest.raises(ConfigurationError, match=r"^databases\.orders\.users\[1\]: another user has the account"):
        list(numbered("orders", database(*users)))


def test_a_user_cannot_be_the_master_user() -> None:
    with pytest.raises(ConfigurationError, match=r"another user has the account dbadmin$"):
        list(numbered("orders", database(user("dbadmin"))))


@pytest.mark.parametrize("text", ["*", "order?", "${aws:username}", "&{aws:username}"])
def test_text_that_iam_would_read_as_a_pattern_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^databases\.orders\.users\[0\]\.name: .* would be a pattern"):
        exact(text, "databases.orders.users[0].name")
