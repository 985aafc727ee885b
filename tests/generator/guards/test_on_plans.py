"""The guards on plans that Terraform makes of edited specs, against a state in which the environment exists."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from generator.guards import Circumstances
from generator.guards.effects import effect_of
from tests.conftest import ROOT
from tests.generator.guards.planning import Change, Existing, existing
from tests.mutants.edits import Stack

AT_REST = Circumstances(
    account_id="222222222222", now=datetime(2026, 11, 25, 12, tzinfo=UTC), storage_changed={"orders": None}
)
CLUSTER = "aws_rds_cluster.orders"
GROUP = "aws_rds_cluster_parameter_group.orders"
STORAGE = "storage: {type: io1, size_gib: 400, iops: 3000}"

Said = list[tuple[str, str | None, str | None]]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Existing]:
    with existing(tmp_path_factory.mktemp("guards")) as made:
        yield made


def said(change: Change, circumstances: Circumstances = AT_REST) -> Said:
    """Rule, spec path and resource of each finding."""
    findings = change.findings(circumstances)
    assert [found for found in findings if found.file != "environments/eu-west-1.yaml" or not found.line] == []
    return [(found.rule, found.path, found.resource) for found in findings]


def effects(change: Change) -> dict[str, str]:
    """What each change that is one means for users, alarms and dashboards aside."""
    changes = (each for each in change.plan.changes if each.action in ("update", "replace"))
    return {each.address: effect_of(each) for each in changes if not each.type.startswith("aws_cloudwatch_")}


WAITING = {
    "aws_iam_policy.orders_connect-order_writer": "unknown",
    "aws_iam_policy.orders_connect-risk_reader": "unknown",
    "aws_iam_role_policy.orders_rotation": "unknown",
}
"""What names the cluster: Terraform does not say what it becomes while the cluster changes."""


def test_what_exists_as_the_spec_says_changes_nothing(there: Existing) -> None:
    change = there.change("environment: eu-west-1", "environment: eu-west-1")
    assert {each.action for each in change.plan.changes} <= {"no-op", "read"}
    assert said(change) == []


def test_one_word_that_replaces_the_database_is_found_where_it_stands(there: Existing) -> None:
    change = there.change("type: io1", "type: io2")
    assert said(change) == [("GRD002", "databases.orders.storage.type", CLUSTER)]
    (finding,) = change.findings(AT_REST)
    line = (ROOT / "environments/eu-west-1.yaml").read_text().splitlines()[(finding.line or 0) - 1]
    assert (line[(finding.column or 0) - 1 :][:3], finding.severity) == ("io1", "error")
    assert finding.message == (
        "aws_rds_cluster.orders (the database with its automated backups) would be replaced because storage_type "
        "changes: snapshots stay, the newest of them the final one; what was written after it is lost, and all "
        "endpoints change; effect on users: data loss"
    )
    assert change.refusal
    assert "prevent_destroy" in change.refusal


def test_without_its_protection_the_replacement_is_planned_and_found_all_the_same(there: Existing) -> None:
    change = there.change("type: io1", "type: io2", _unprotected)
    assert change.refusal is None
    assert ("GRD002", "databases.orders.storage.type", CLUSTER) in said(change)
    assert effects(change)[CLUSTER] == "data loss"


def test_a_database_under_another_name_is_one_deleted_and_all_that_holds_its_data(there: Existing) -> None:
    change = there.change("  orders:\n", "  payments:\n")
    assert {(rule, resource) for rule, _, resource in said(change)} == {
        ("GRD001", CLUSTER),
        ("GRD001", GROUP),
        ("GRD001", "aws_db_subnet_group.orders"),
        ("GRD001", "aws_secretsmanager_secret.orders_user-settlement"),
        *(("GRD001", f"aws_cloudwatch_log_group.orders_{log}") for log in ("log-error", "log-general", "rotation")),
        *(("GRD001", f"aws_cloudwatch_log_group.orders_log-{log}") for log in ("iam-db-auth-error", "slowquery")),
    }


def test_edits_that_plan_in_place_are_found_where_they_stand(there: Existing) -> None:
    change = there.change(
        f"instance_class: db.r6gd.xlarge\n    {STORAGE}",
        f"instance_class: db.r6gd.2xlarge\n    {STORAGE.replace('3000', '4000')}\n    port: 3307\n"
        "    deletion_protection: false\n    logs: {exports: [error, slowquery], retention_days: 30}",
        _other_keys,
    )
    logs = "aws_cloudwatch_log_group.orders_"
    assert said(change) == [
        ("GRD001", "databases.orders", f"{logs}log-general"),
        ("GRD001", "databases.orders", f"{logs}log-iam-db-auth-error"),
        ("GRD010", "databases.orders", CLUSTER),
        ("GRD010", "databases.orders", CLUSTER),
        ("GRD040", "databases.orders.instance_class", CLUSTER),
        ("GRD012", "databases.orders.storage.iops", CLUSTER),
        ("GRD010", "databases.orders.port", CLUSTER),
        ("GRD050", "databases.orders.deletion_protection", CLUSTER),
        ("GRD011", "databases.orders.logs.exports", CLUSTER),
        ("GRD004", "databases.orders.logs.retention_days", f"{logs}log-error"),
        ("GRD004", "databases.orders.logs.retention_days", f"{logs}log-slowquery"),
        ("GRD004", "databases.orders.logs.retention_days", f"{logs}rotation"),
    ]
    assert effects(change)[CLUSTER] == "failover"


def test_size_and_iops_together_pass(there: Existing) -> None:
    change = there.change(STORAGE, STORAGE.replace("400", "500").replace("3000", "4000"))
    assert said(change) == []
    assert effects(change) == {CLUSTER: "nothing", **WAITING}


def test_storage_that_shrinks_is_found(there: Existing) -> None:
    change = there.change(STORAGE, STORAGE.replace("400", "300"))
    assert said(change) == [("GRD013", "databases.orders.storage.size_gib", CLUSTER)]


def test_a_static_parameter_needs_a_reboot_and_a_dynamic_one_does_not(there: Existing) -> None:
    change = there.change('{max_connections: "2000"}', '{max_connections: "3000", performance_schema: "1"}')
    assert said(change) == [("GRD020", "databases.orders.parameters.performance_schema", GROUP)]
    assert effects(change)[GROUP] == "reboot"


def test_a_dynamic_parameter_passes(there: Existing) -> None:
    change = there.change('{max_connections: "2000"}', '{max_connections: "3000"}')
    assert said(change) == []
    assert effects(change)[GROUP] == "nothing"


@pytest.mark.parametrize(
    ("version", "rules", "effect"), [("8.4.11", ["GRD032"], "failover"), ("8.4.7", ["GRD030"], "nothing")]
)
def test_another_minor_version_is_a_failover_and_an_older_one_is_refused(
    there: Existing, version: str, rules: list[str], effect: str
) -> None:
    change = there.change('engine_version: "8.4"', f'engine_version: "{version}"')
    assert said(change) == [(rule, "databases.orders.engine_version", CLUSTER) for rule in rules]
    assert effects(change) == {CLUSTER: effect, **WAITING}


def test_the_version_that_runs_may_be_written_in_full(there: Existing) -> None:
    assert said(there.change('engine_version: "8.4"', 'engine_version: "8.4.8"')) == []


def _unprotected(stack: Stack) -> None:
    stack["resource"]["aws_rds_cluster"]["orders"].pop("lifecycle")


def _other_keys(stack: Stack) -> None:
    cluster = stack["resource"]["aws_rds_cluster"]["orders"]
    cluster |= dict.fromkeys(
        ("performance_insights_kms_key_id", "master_user_secret_kms_key_id"), cluster["kms_key_id"]
    )
