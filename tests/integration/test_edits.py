"""Edits of a spec are judged by what their plans touch; `make edits` carries all of them out."""

from itertools import pairwise
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.integration.edits import Edit, carry_out, edits, make, rewritten, strays
from tests.integration.site import Site

EDIT = Edit("a class", ("", ""), {"aws_rds_cluster[.]orders": "update"}, ("db_cluster_instance_class",))


def planned(address: str, *actions: str, **after: object) -> dict[str, Any]:
    before = dict.fromkeys(after, "before")
    return {"address": address, "change": {"actions": list(actions), "before": before, "after": after}}


CLASS = planned("aws_rds_cluster.orders", "update", db_cluster_instance_class="db.r6gd.2xlarge")


def test_a_plan_that_changes_what_the_edit_is_about_is_as_it_should_be() -> None:
    assert list(strays({"resource_changes": [CLASS, planned("aws_vpc.cell", "no-op")]}, EDIT)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (planned("aws_vpc.cell", "update", tags="b"), "aws_vpc.cell: update of tags"),
        (planned("aws_kms_key.storage", "create"), "aws_kms_key.storage: create of "),
        (planned("aws_rds_cluster.orders", "delete", "create"), "aws_rds_cluster.orders is to be delete/created"),
        (planned("aws_rds_cluster.orders", "update", port=1), "aws_rds_cluster.orders: port changes too"),
    ],
)
def test_a_plan_that_changes_anything_else_is_found(change: dict[str, Any], said: str) -> None:
    assert list(strays({"resource_changes": [CLASS, change]}, EDIT)) == [said]


def test_an_edit_that_changes_nothing_is_found() -> None:
    assert list(strays({"resource_changes": [planned("aws_vpc.cell", "no-op")]}, EDIT)) == ["nothing changes"]


AGAIN = {
    "address": "aws_iam_policy.connect",
    "change": {"actions": ["update"], "before": {"policy": "a"}, "after": {}, "after_unknown": {"policy": True}},
}


def test_a_document_that_is_read_again_is_none_of_the_edit_as_long_as_it_stays_the_same() -> None:
    plan = {"resource_changes": [CLASS, AGAIN]}

    def state(policy: str) -> dict[str, Any]:
        held = {"type": "aws_iam_policy", "name": "connect", "instances": [{"attributes": {"policy": policy}}]}
        return {"resources": [held]}

    assert list(strays(plan, EDIT)) == []
    assert list(rewritten(plan, state("a"), EDIT)) == []
    assert list(rewritten(plan, state("b"), EDIT)) == ["aws_iam_policy.connect: policy is another one now"]


def test_an_edit_that_has_everything_read_again_and_nothing_changed_is_found() -> None:
    assert list(strays({"resource_changes": [AGAIN]}, EDIT)) == ["nothing changes"]


@pytest.mark.parametrize("how", ["create", "delete"])
def test_a_database_may_come_and_go_where_the_edit_says_so(how: str) -> None:
    edit = Edit("a database", ("", ""), {"aws_rds_cluster[.]positions": how})
    plan = {"resource_changes": [planned("aws_rds_cluster.positions", how, port=1)]}
    assert list(strays(plan, edit)) == []
    assert list(strays(plan, EDIT)) != []


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
def test_every_edit_fits_the_spec_that_the_ones_before_have_left(tmp_path: Any, environment: str) -> None:
    (tmp_path / "environments").mkdir()
    file = tmp_path / "environments" / f"{environment}.yaml"
    file.write_text((ROOT / "environments" / f"{environment}.yaml").read_text())
    texts = [file.read_text()]
    for edit in edits():
        make(tmp_path, environment, edit)
        texts.append(file.read_text())
    assert all(before != after for before, after in pairwise(texts))


@pytest.mark.slow
def test_an_edit_is_planned_applied_and_seen_alive(applied: Site) -> None:
    (edit,) = (each for each in edits() if each.name == "longer retention of backups")
    with applied.alone("us-east-1"):
        assert carry_out(applied.root, "us-east-1", edit) == []
    assert applied.account("us-east-1").cluster()["BackupRetentionPeriod"] == 21
