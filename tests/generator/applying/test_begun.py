"""An apply that was killed before it could save its state, with real Terraform on the sandbox."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.applying.state import StateStore
from generator.spec.model import Environment
from generator.targets import Target
from generator.terraform.diagnostics import Event
from generator.terraform.journal import BLOCKS, Journal
from generator.terraform.workspace import Workspace
from tests.generator.applying.held import KEY

pytestmark = pytest.mark.slow

NETWORK = {
    "aws_vpc": {"cell": {"cidr_block": "10.20.0.0/16"}},
    "aws_subnet": {"one": {"vpc_id": "${aws_vpc.cell.id}", "cidr_block": "10.20.0.0/24"}},
    "aws_route_table": {"one": {"vpc_id": "${aws_vpc.cell.id}"}},
    "aws_route_table_association": {
        "one": {"subnet_id": "${aws_subnet.one.id}", "route_table_id": "${aws_route_table.one.id}"}
    },
    "aws_cloudwatch_log_group": {"flow": {"name": "flow"}},
    "aws_kms_key": {"storage": {"description": "storage"}},
    "aws_kms_alias": {"storage": {"name": "alias/storage", "target_key_id": "${aws_kms_key.storage.key_id}"}},
}
WRITTEN_OVER = {"aws_sns_topic.alerts"}


def changes(workspace: Workspace) -> dict[str, Any]:
    """What the saved plan would do, by address: its actions, and whether something is taken up by them."""
    shown: Any = workspace.show()
    return {
        each["address"]: (each["change"]["actions"], "importing" in each["change"])
        for each in shown["resource_changes"]
    }


def test_what_was_made_and_is_in_no_state_is_taken_up_and_not_made_again(
    target: Target, store: StateStore, environment: Environment, workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "cdk.tf.json"
    stack = json.loads(file.read_text())
    stack["resource"] |= NETWORK
    file.write_text(json.dumps(stack))
    heard: list[Event] = []
    workspace.plan(lambda _event: None)
    assert workspace.apply(heard.append) == []
    assert Journal(tmp_path).begun() == {}
    made = store.content()["resources"]

    # Terraform was killed before it saved anything, and while it began to make a log group.
    target.session().client("s3").delete_object(Bucket=environment.state_bucket, Key=KEY)
    stack["resource"]["aws_cloudwatch_log_group"]["never"] = {"name": "never"}
    file.write_text(json.dumps(stack))
    for event in [*heard, Event("apply_start", "aws_cloudwatch_log_group.never", None, "create")]:
        Journal(tmp_path).hear(event)

    workspace.plan(lambda _event: None)
    planned = changes(workspace)
    new = {address for address, (actions, _) in planned.items() if actions == ["create"]}
    assert new == WRITTEN_OVER | {"aws_cloudwatch_log_group.never"}
    assert {address for address, (_, taken) in planned.items() if taken} == {*planned} - new
    assert workspace.apply(lambda _event: None) == []
    assert not (tmp_path / BLOCKS).exists()
    ids = {each["name"]: each["instances"][0]["attributes"]["id"] for each in made if each["type"] != "aws_sns_topic"}
    again = {each["name"]: each["instances"][0]["attributes"]["id"] for each in store.content()["resources"]}
    assert ids == {name: again[name] for name in ids}
    workspace.plan(lambda _event: None)
    assert {actions[0] for actions, _ in changes(workspace).values()} == {"no-op"}
