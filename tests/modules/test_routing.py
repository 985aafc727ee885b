"""The private zone and its names as they are rendered."""

import re
from typing import Any

import pytest

from generator.spec.model import Environment
from modules.register import Register
from modules.routing import DatabaseNames, Routing
from modules.runtime import TerraformStack
from tests.modules.conftest import Render
from tests.modules.outputs import NETWORK, cluster_outputs


def build(stack: TerraformStack, environment: Environment, register: Register) -> Routing:
    clusters = {name: cluster_outputs(name) for name in ("orders", "risk")}
    return Routing(stack, environment, register, NETWORK, clusters)


@pytest.fixture(scope="module")
def stack(render: Render) -> dict[str, Any]:
    return render(build)


def test_the_zone_answers_in_the_cells_vpc_alone(stack: dict[str, Any]) -> None:
    zone = stack["resource"]["aws_route53_zone"]["cell"]
    assert zone["name"] == "eu-west-1.tidegate.internal"
    assert zone["vpc"] == [{"vpc_id": "vpc-1", "vpc_region": "eu-west-1"}]
    assert zone["force_destroy"] is False


def test_the_zone_says_what_its_names_cannot_do(stack: dict[str, Any]) -> None:
    comment = stack["resource"]["aws_route53_zone"]["cell"]["comment"]
    assert "IAM tokens" in comment
    assert "VERIFY_IDENTITY" in comment
    assert len(comment) <= 256


@pytest.mark.parametrize("database", ["orders", "risk"])
@pytest.mark.parametrize(("role", "endpoint"), [("writer", "endpoint"), ("reader", "reader_endpoint")])
def test_a_name_follows_its_endpoint_within_seconds(
    stack: dict[str, Any], database: str, role: str, endpoint: str
) -> None:
    record = stack["resource"]["aws_route53_record"][f"{database}_{role}"]
    assert (record["name"], record["type"], record["ttl"], record["records"]) == (
        f"{role}.{database}.eu-west-1.tidegate.internal",
        "CNAME",
        5,
        [f"${{aws_rds_cluster.{database}.{endpoint}}}"],
    )
    assert record["zone_id"] == "${aws_route53_zone.cell.zone_id}"


def test_the_names_are_handed_out(render: Render) -> None:
    built: list[Routing] = []
    render(lambda stack, environment, register: built.append(build(stack, environment, register)))
    outputs = built[0].outputs
    assert (outputs.zone_name, outputs.names["risk"]) == (
        "eu-west-1.tidegate.internal",
        DatabaseNames("writer.risk.eu-west-1.tidegate.internal", "reader.risk.eu-west-1.tidegate.internal"),
    )


def test_every_name_is_one_that_dns_takes(stack: dict[str, Any]) -> None:
    for record in stack["resource"]["aws_route53_record"].values():
        assert len(record["name"]) <= 253
        assert all(re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", label) for label in record["name"].split("."))
