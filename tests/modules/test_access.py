"""Who may log in as whom, as it is rendered."""

from collections.abc import Mapping
from typing import Any

import pytest

from generator.spec.model import Environment
from modules.access import Access
from modules.literals import ConfigurationError
from modules.register import Register
from modules.runtime import TerraformStack
from tests.modules.conftest import Render
from tests.modules.outputs import cluster_outputs

FILES: dict[str, bytes] = {}


def with_users(environment: Environment, *users: Mapping[str, object]) -> Environment:
    """The environment with other users in its database."""
    data = environment.model_dump()
    data["databases"]["orders"]["users"] = [{"endpoint": "writer", **user} for user in users]
    return Environment.model_validate(data)


def build(stack: TerraformStack, environment: Environment, register: Register) -> None:
    Access(stack, "orders", environment, register, cluster_outputs())
    FILES.update(register.files)


@pytest.fixture(scope="module")
def stack(render: Render) -> dict[str, Any]:
    return render(build)


def test_every_user_with_a_token_has_a_policy_and_no_other_user_has(stack: dict[str, Any]) -> None:
    assert sorted(stack["resource"]["aws_iam_policy"]) == ["orders_connect-order_writer", "orders_connect-risk_reader"]


@pytest.mark.parametrize("user", ["order_writer", "risk_reader"])
def test_a_policy_allows_one_user_of_one_cluster_and_nothing_else(stack: dict[str, Any], user: str) -> None:
    document = stack["data"]["aws_iam_policy_document"][f"orders_connect-{user}"]
    account = f"arn:aws:rds-db:eu-west-1:222222222222:dbuser:${{aws_rds_cluster.orders.cluster_resource_id}}/{user}"
    statement = {"sid": "ConnectAsUser", "effect": "Allow", "actions": ["rds-db:connect"], "resources": [account]}
    assert document["statement"] == [statement]


@pytest.mark.parametrize(("user", "role"), [("order_writer", "order-gateway"), ("risk_reader", "risk")])
def test_a_policy_is_attached_to_the_role_that_the_spec_names(stack: dict[str, Any], user: str, role: str) -> None:
    attachment = stack["resource"]["aws_iam_role_policy_attachment"][f"orders_connect-{user}"]
    assert (attachment["role"], attachment["policy_arn"]) == (role, f"${{aws_iam_policy.orders_connect-{user}.arn}}")


def test_the_sql_stands_beside_the_render(stack: dict[str, Any]) -> None:
    assert stack
    assert list(FILES) == ["sql/orders.sql", "sql/strays/orders.sql"]
    assert all(b"'settlement_clone'" in each for each in FILES.values())


def test_users_whose_names_look_alike_have_policies_of_their_own(environment: Environment, render: Render) -> None:
    names = ["Writer", "writer", "a b", "a-b", "a_b", "ünïcode", 'quo"te', "new\nline"]
    users = [{"name": name, "role": f"arn:aws:iam::222222222222:role/{index}"} for index, name in enumerate(names)]
    stack = render(build, with_users(environment, *users))
    documents = stack["data"]["aws_iam_policy_document"].values()
    assert sorted(document["statement"][0]["resources"][0].split("/", 1)[1] for document in documents) == sorted(names)
    assert len({policy["name"].lower() for policy in stack["resource"]["aws_iam_policy"].values()}) == len(names)


@pytest.mark.parametrize("name", ["*", "order_*", "order?", "${aws:username}", "&{aws:username}"])
def test_a_name_that_iam_would_read_as_a_pattern_is_refused(
    environment: Environment, render: Render, name: str
) -> None:
    spec = with_users(environment, {"name": name, "role": "arn:aws:iam::222222222222:role/x"})
    with pytest.raises(ConfigurationError, match="would be a pattern in an IAM policy"):
        render(build, spec)
