"""The cell's network as it is rendered."""

from typing import Any

import pytest

from generator.spec.model import Client, Environment, User
from modules.encryption import Keys
from modules.network import Network
from modules.network.subnets import private_ranges
from modules.register import Register
from modules.runtime import TerraformStack
from tests.modules.conftest import Render

KEYS = Keys("storage", "secrets", "insights", "logs", "backups", "alerts")
WAYS_OUT = {
    "aws_customer_gateway",
    "aws_egress_only_internet_gateway",
    "aws_internet_gateway",
    "aws_nat_gateway",
    "aws_route",
    "aws_vpc_peering_connection",
    "aws_vpn_gateway",
}


def build(scope: TerraformStack, environment: Environment, register: Register) -> None:
    Network(scope, environment, register, KEYS)


@pytest.fixture(scope="module")
def resources(render: Render) -> dict[str, Any]:
    resources: dict[str, Any] = render(build)["resource"]
    return resources


def with_clients(environment: Environment, *clients: Client) -> Environment:
    network = environment.network.model_copy(update={"clients": list(clients)})
    return environment.model_copy(update={"network": network})


def with_users(environment: Environment, *users: User) -> Environment:
    orders = environment.databases["orders"].model_copy(update={"users": list(users)})
    return environment.model_copy(update={"databases": {"orders": orders}})


def test_there_is_a_private_subnet_in_each_of_the_three_zones(resources: dict[str, Any]) -> None:
    subnets = resources["aws_subnet"].values()
    assert [(each["availability_zone"], each["cidr_block"], each["map_public_ip_on_launch"]) for each in subnets] == [
        ("eu-west-1a", "10.20.0.0/20", False),
        ("eu-west-1b", "10.20.16.0/20", False),
        ("eu-west-1c", "10.20.32.0/20", False),
    ]


def test_nothing_leads_out_of_the_network(resources: dict[str, Any]) -> None:
    assert WAYS_OUT.isdisjoint(resources)
    assert "route" not in resources["aws_route_table"]["private"]


def test_the_groups_that_can_send_send_to_groups_of_the_network_only(resources: dict[str, Any]) -> None:
    rules = resources["aws_vpc_security_group_egress_rule"]
    assert {name: rule["referenced_security_group_id"] for name, rule in rules.items()} == {
        "rotation-to-endpoints": "${aws_security_group.endpoints.id}",
        "rotation-to-orders": "${aws_security_group.orders_clients.id}",
    }


def test_the_default_group_admits_nobody(resources: dict[str, Any]) -> None:
    assert resources["aws_default_security_group"]["closed"].keys() <= {"//", "vpc_id"}


def test_the_database_port_is_open_to_the_clients_of_the_spec_and_to_nobody_else(resources: dict[str, Any]) -> None:
    group = "${aws_security_group.orders_clients.id}"
    rules = {
        name: (rule.get("referenced_security_group_id") or rule["cidr_ipv4"], rule["from_port"], rule["to_port"])
        for name, rule in resources["aws_vpc_security_group_ingress_rule"].items()
        if rule["security_group_id"] == group
    }
    assert rules == {
        "orders_client-order-gateway": ("sg-0a1b2c3d4e5f60718", 3306, 3306),
        "orders_client-bastion": ("10.20.48.10/32", 3306, 3306),
        "orders_rotation": ("${aws_security_group.rotation.id}", 3306, 3306),
    }


def test_a_client_of_an_ipv6_range_gets_an_ipv6_rule(render: Render, environment: Environment) -> None:
    spec = with_clients(environment, Client(name="office", cidr="2001:db8::/64"))
    rule = render(build, spec)["resource"]["aws_vpc_security_group_ingress_rule"]["orders_client-office"]
    assert (rule.get("cidr_ipv4"), rule["cidr_ipv6"]) == (None, "2001:db8::/64")


def test_nothing_rotates_where_every_user_has_a_token(render: Render, environment: Environment) -> None:
    user = User(name="reader", role="arn:aws:iam::222222222222:role/risk", endpoint="reader")
    resources = render(build, with_users(environment, user))["resource"]
    assert set(resources["aws_security_group"]) == {"endpoints", "orders_clients"}
    assert "aws_vpc_security_group_egress_rule" not in resources


def test_aws_services_are_reached_by_endpoints(resources: dict[str, Any]) -> None:
    endpoints = resources["aws_vpc_endpoint"]
    assert {name: (each["service_name"], each["vpc_endpoint_type"]) for name, each in endpoints.items()} == {
        "kms": ("com.amazonaws.eu-west-1.kms", "Interface"),
        "logs": ("com.amazonaws.eu-west-1.logs", "Interface"),
        "rds": ("com.amazonaws.eu-west-1.rds", "Interface"),
        "s3": ("com.amazonaws.eu-west-1.s3", "Gateway"),
        "secretsmanager": ("com.amazonaws.eu-west-1.secretsmanager", "Interface"),
    }


@pytest.mark.parametrize("name", ["kms", "logs", "rds", "s3", "secretsmanager"])
def test_an_endpoint_serves_the_own_account_only(render: Render, name: str) -> None:
    (statement,) = render(build)["data"]["aws_iam_policy_document"][f"endpoint-{name}"]["statement"]
    assert {condition["variable"]: condition["values"] for condition in statement["condition"]} == {
        "aws:PrincipalAccount": ["222222222222"],
        "aws:ResourceAccount": ["222222222222"],
    }


def test_flow_logs_keep_all_traffic_under_the_key_of_the_logs(resources: dict[str, Any]) -> None:
    group = resources["aws_cloudwatch_log_group"]["flow-logs"]
    flow = resources["aws_flow_log"]["cell"]
    assert (flow["traffic_type"], flow["log_destination"], group["kms_key_id"], group["retention_in_days"]) == (
        "ALL",
        "${aws_cloudwatch_log_group.flow-logs.arn}",
        "logs",
        400,
    )


@pytest.mark.parametrize(
    ("vpc", "subnets"),
    [
        ("10.0.0.0/16", ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]),
        ("10.0.0.0/24", ["10.0.0.0/28", "10.0.0.16/28", "10.0.0.32/28"]),
        ("10.0.0.0/26", ["10.0.0.0/28", "10.0.0.16/28", "10.0.0.32/28"]),
    ],
)
def test_a_network_is_cut_into_three(vpc: str, subnets: list[str]) -> None:
    assert private_ranges(vpc) == subnets


def test_a_network_that_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/27 does not hold three subnets"):
        private_ranges("10.0.0.0/27")
