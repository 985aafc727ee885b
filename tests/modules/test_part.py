"""What CDKTF gets wrong in silence is refused where it is written."""

import math
from typing import Any

import pytest
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupIngress
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule

from generator.spec.model import Environment
from modules.literals import ConfigurationError, expression
from modules.part import Part
from modules.register import Register
from modules.runtime import TerraformStack
from tests.modules.conftest import Render


class Anything(Part):
    """Adds one resource with the given arguments."""

    def __init__(self, scope: TerraformStack, register: Register, kind: type, **arguments: Any) -> None:
        super().__init__(scope, "anything", register)
        self.resource: Any = self.add(kind, "one", spec="region", **arguments)


def rendered(render: Render, kind: type, **arguments: object) -> dict[str, Any]:
    """The body of the one resource of a stack."""

    def build(scope: TerraformStack, _environment: Environment, register: Register) -> None:
        Anything(scope, register, kind, **arguments)

    (named,) = render(build)["resource"].values()
    body: dict[str, Any] = named["one"]
    return body


@pytest.mark.parametrize(
    ("written", "in_terraform"),
    [
        ("${var.secret}", "$${var.secret}"),
        ("%{ if true }", "%%{ if true }"),
        ('say "hello"', 'say "hello"'),
        ("two\nlines", "two\nlines"),
        ("back\\slash", "back\\slash"),
        ("$5 and 10%", "$5 and 10%"),
        ("grüße €", "grüße €"),
    ],
)
def test_text_of_a_user_reaches_terraform_as_text(render: Render, written: str, in_terraform: str) -> None:
    assert rendered(render, KmsKey, description=written)["description"] == in_terraform


def test_text_stays_text_beside_a_reference(render: Render) -> None:
    def build(scope: TerraformStack, _environment: Environment, register: Register) -> None:
        part = Anything(scope, register, KmsKey)
        part.add(SecurityGroup, "two", spec="region", description=f'"${{x}}" {part.resource.arn} \n')

    group = render(build)["resource"]["aws_security_group"]["two"]
    assert group["description"] == '"$${x}" ${aws_kms_key.one.arn} \n'


def test_an_expression_is_not_escaped(render: Render) -> None:
    text = f"{expression('path.module')}/functions/${{x}}"
    assert rendered(render, KmsKey, description=text)["description"] == "${path.module}/functions/$${x}"


def test_a_struct_that_is_used_twice_is_escaped_once(render: Render) -> None:
    rule = SecurityGroupIngress(description="${x}", protocol="tcp", from_port=1, to_port=1)

    def build(scope: TerraformStack, _environment: Environment, register: Register) -> None:
        part = Anything(scope, register, SecurityGroup, ingress=[rule])
        part.add(SecurityGroup, "two", spec="region", ingress=[rule])

    groups = render(build)["resource"]["aws_security_group"].values()
    assert [group["ingress"][0]["description"] for group in groups] == ["$${x}", "$${x}"]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_terraform_does_not_know_is_refused(render: Render, number: float) -> None:
    with pytest.raises(ConfigurationError, match="is not a number that Terraform knows"):
        rendered(render, KmsKey, rotation_period_in_days=number)


def test_a_mapping_inside_a_list_is_refused(render: Render) -> None:
    with pytest.raises(ConfigurationError, match=r"one\.ingress\[0\]: a mapping inside a list loses its keys"):
        rendered(render, SecurityGroup, ingress=[{"from_port": 1, "to_port": 1, "protocol": "tcp"}])


def test_a_number_that_is_not_known_yet_is_refused(render: Render) -> None:
    def build(scope: TerraformStack, _environment: Environment, register: Register) -> None:
        cluster = Anything(scope, register, RdsCluster, engine="mysql")
        cluster.add(
            VpcSecurityGroupIngressRule,
            "two",
            spec="region",
            security_group_id="sg",
            ip_protocol="tcp",
            to_port=cluster.resource.port + 1,
        )

    with pytest.raises(ConfigurationError, match=r"two\.to_port: a number that is not known yet"):
        render(build)


def test_an_unknown_argument_is_refused(render: Render) -> None:
    with pytest.raises(TypeError, match="descripton"):
        rendered(render, KmsKey, descripton="misspelled")


def test_a_name_that_could_be_a_databases_is_refused_for_the_cell(render: Render) -> None:
    def build(scope: TerraformStack, _environment: Environment, register: Register) -> None:
        Anything(scope, register, KmsKey).add(KmsKey, "orders_key", spec="region")

    with pytest.raises(ConfigurationError, match="names of the cell's resources hold no underscore"):
        render(build)
