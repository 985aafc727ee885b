"""A cluster that was made by hand is taken over, and the first plan destroys nothing."""

import json
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml

from generator.adoption import Existing, Owner, import_blocks, imports_file, read_existing, spec_text
from generator.adoption.imports import as_text
from generator.pipeline import Outcome, load_environment, plan_rendered, render_environment
from generator.project import Project
from generator.targets import Target, opening
from tests.conftest import ROOT
from tests.generator.adoption.estates import IDENTIFIER, Estate, make_estate

ACCOUNT = "222222222222"
REGION = "eu-west-1"
NAME = "ledger-eu"


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with opening("sandbox", account_id=ACCOUNT, region=REGION) as opened:
        yield opened()


@pytest.fixture(scope="module")
def estate(target: Target) -> Estate:
    return make_estate(target.session(region=REGION))


@pytest.fixture(scope="module")
def existing(target: Target, estate: Estate) -> Existing:
    assert estate
    return read_existing(target.session(region=REGION), IDENTIFIER, ACCOUNT)


@pytest.fixture(scope="module")
def project(existing: Existing, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("import") / "checkout"
    (root / "environments").mkdir(parents=True)
    shutil.copyfile(ROOT / ".terraform.lock.hcl", root / ".terraform.lock.hcl")
    text = spec_text(existing, NAME, Owner("ledger", "ledger@example.com"), "EU")
    (root / "environments" / f"{NAME}.yaml").write_text(text, encoding="utf-8")
    imports_file(root, NAME).write_text(as_text(import_blocks(existing)), encoding="utf-8")
    return Project(root)


@pytest.fixture(scope="module")
def changes(project: Project, target: Target) -> dict[str, dict[str, Any]]:
    """What the first plan would do to each resource."""
    loaded, findings = load_environment(project, NAME, date(2026, 11, 25))
    assert findings == []
    assert loaded.document
    assert loaded.environment
    resources, origins = render_environment(project, loaded.document, loaded.environment)
    outcome = plan_rendered(
        project, loaded.environment, Outcome(NAME, [], resources, origins), lambda: target, _Silence()
    )
    assert outcome.plan is not None, outcome.findings
    plan = json.loads((project.build(NAME) / "plan.json").read_text(encoding="utf-8"))
    return {each["address"]: each["change"] for each in plan["resource_changes"] if each["mode"] == "managed"}


class _Silence:
    def step(self, _title: str) -> nullcontext[Any]:
        return nullcontext(lambda _note: None)


def test_everything_that_is_there_is_found(existing: Existing, estate: Estate) -> None:
    assert [each.id for each in existing.subnets] == list(estate.subnets)
    assert {each.table for each in existing.subnets} == {estate.table}
    assert existing.storage_key.arn == estate.key
    assert dict(existing.storage) == {"type": "io1", "size_gib": 200, "iops": 2000}
    assert existing.parameters == {"max_connections": "900"}
    assert {each.group or each.cidr for each in existing.sources} == {estate.application, "172.31.128.0/24"}
    assert (existing.backup_days, existing.master_username, existing.subnet_group) == (9, "boss", "production-data")
    assert (list(existing.endpoints), existing.log_groups) == (["secretsmanager"], ("error",))
    assert (existing.log_days, existing.notes) == (
        None,
        (
            "the key of secrets is not one of its own: a change of it is planned, and RDS refuses that",
            "the log group of error keeps lines for ever: older ones than the spec's days will go (GRD004)",
            "it was made with Extended Support, which cannot be taken from it: CKV_TDG_705 asks for a waiver",
        ),
    )


def test_the_first_plan_destroys_and_replaces_nothing(changes: dict[str, dict[str, Any]]) -> None:
    assert {address: each["actions"] for address, each in changes.items() if "delete" in each["actions"]} == {}


def test_the_first_plan_imports_what_was_there(changes: dict[str, dict[str, Any]], existing: Existing) -> None:
    imported = {address: each["importing"]["id"] for address, each in changes.items() if each.get("importing")}
    assert imported == {each["to"]: each["id"] for each in import_blocks(existing)}
    assert {
        "aws_rds_cluster.ledger",
        "aws_db_subnet_group.ledger",
        "aws_kms_key.storage",
        "aws_vpc.cell",
        "aws_subnet.private-1",
        "aws_route_table.private",
        "aws_route_table_association.private-3",
        "aws_vpc_endpoint.secretsmanager",
        "aws_cloudwatch_log_group.ledger_log-error",
    } <= imported.keys()


@pytest.mark.parametrize(("days", "written"), [(None, None), (90, None), (731, {"retention_days": 731})])
def test_nothing_is_kept_for_a_shorter_time(existing: Existing, days: int | None, written: object) -> None:
    kept = replace(existing, log_days=days, insights_days=days)
    database = yaml.safe_load(spec_text(kept, NAME, Owner("ledger", "a@example.com"), "EU"))["databases"][IDENTIFIER]
    assert (database.get("logs"), database.get("insights")) == (written, written)


def test_what_the_cluster_holds_stays_as_it_is(changes: dict[str, dict[str, Any]]) -> None:
    change = changes["aws_rds_cluster.ledger"]
    before, after = change["before"], change["after"]
    kept = (
        "allocated_storage",
        "cluster_identifier",
        "database_name",
        "db_subnet_group_name",
        "engine_version",
        "iops",
        "kms_key_id",
        "master_username",
        "port",
        "storage_encrypted",
        "storage_type",
    )
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def test_without_the_imports_everything_would_be_made_anew(project: Project, existing: Existing) -> None:
    imports = imports_file(project.root, NAME)
    beside = project.build(NAME) / "imports.tf.json"
    loaded, _ = load_environment(project, NAME, date(2026, 11, 25))
    assert loaded.document
    assert loaded.environment
    imports.unlink()
    render_environment(project, loaded.document, loaded.environment)
    assert not beside.exists()
    imports.write_text(as_text(import_blocks(existing)), encoding="utf-8")
