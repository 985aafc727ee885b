"""What was filled in without having been declared is accepted by name and value, or it is a finding."""

import io
import json
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from generator.facts.defaults import defaults
from generator.facts.toolchain import toolchain
from generator.live.account import Live
from generator.live.assertion import Fault
from generator.live.defaults import no_hidden_defaults
from tests.conftest import ROOT, load_environment
from tests.mutants.schema import resource_types

DECLARED = {"resource": {"aws_rds_cluster": {"orders": {"engine": "mysql"}}, "aws_sns_topic_policy": {"alerts": {}}}}


def faults(kind: str, name: str, **attributes: Any) -> list[Fault]:
    """What is found in a state of one resource."""
    loaded = load_environment("eu-west-1")
    assert loaded.environment
    assert loaded.document
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="eu-west-1")
    live = Live(loaded.environment, loaded.document, session, DECLARED)
    resource = {"mode": "managed", "type": kind, "name": name, "instances": [{"attributes": attributes}]}
    body = json.dumps({"resources": [resource, {"mode": "data", "type": kind, "name": "read"}]}).encode()
    with Stubber(live.client("s3")) as stub:
        place = {"Bucket": loaded.environment.state_bucket, "Key": "eu-west-1/terraform.tfstate"}
        stub.add_response("get_object", {"Body": StreamingBody(io.BytesIO(body), len(body))}, place)
        return list(no_hidden_defaults(live))


@pytest.mark.parametrize(
    "attributes",
    [
        {"engine": "mysql"},
        {"network_type": "IPV4"},
        {"cluster_members": ["orders-instance-1"]},
        {"arn": "arn:aws:rds:eu-west-1:222222222222:cluster:orders", "id": "orders", "tags_all": {"a": "b"}},
        {"iops": 0, "storage_type": "", "restore_to_point_in_time": [], "scaling_configuration": [{"min": None}]},
    ],
    ids=["declared", "accepted value", "any value", "reported", "empty"],
)
def test_what_was_declared_accepted_reported_or_is_empty_is_in_order(attributes: dict[str, Any]) -> None:
    assert faults("aws_rds_cluster", "orders", **attributes) == []


def test_what_another_resource_declares_is_in_order() -> None:
    assert faults("aws_sns_topic", "alerts", policy="{}") == []
    (fault,) = faults("aws_secretsmanager_secret", "settlement", policy="{}")
    assert fault.message == 'aws_secretsmanager_secret.settlement has policy = "{}", which nobody declared'


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ({"network_type": "DUAL"}, 'network_type = "DUAL"'),
        ({"engine_lifecycle_support": "open-source-rds-extended-support"}, "engine_lifecycle_support = "),
        ({"replication_source_identifier": "arn:aws:rds:us-east-1:1:cluster:b"}, "replication_source_identifier = "),
        ({"scaling_configuration": [{"min_capacity": 1}]}, 'scaling_configuration = [{"min_capacity": 1}]'),
    ],
)
def test_a_default_that_nobody_has_accepted_is_found(attributes: dict[str, Any], shown: str) -> None:
    (fault,) = faults("aws_rds_cluster", "orders", **attributes)
    assert fault.resource == "aws_rds_cluster.orders"
    assert fault.path == "environment"
    assert shown in fault.message
    assert "generator/facts/defaults.yaml" in fault.fix


def test_a_long_value_is_cut() -> None:
    (fault,) = faults("aws_rds_cluster", "orders", db_system_id="x" * 500)
    assert len(fault.message) < 200


def test_what_is_called_reported_cannot_be_declared() -> None:
    types = resource_types(ROOT / "build" / "mutants", ROOT / ".terraform.lock.hcl")
    assert toolchain().provider.version in defaults().source
    settable = {kind: {each.name for each in block.arguments} | {*block.blocks} for kind, block in types.items()}
    assert {kind: names & settable[kind] for kind, names in defaults().reported.items() if names & settable[kind]} == {}
    assert [key for key in defaults().accepted if key[1] not in settable[key[0]]] == []
