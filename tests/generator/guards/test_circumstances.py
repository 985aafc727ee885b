"""The guards on changes that are written here: forms that no edit of today's specs comes to."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generator.findings import Finding
from generator.guards import Circumstances, check
from generator.guards.effects import effect_of
from generator.policing.locating import Origins
from generator.terraform.plan import Action, Change, Plan

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CLUSTER = "aws_rds_cluster.orders"
ORIGINS = Origins(
    "environments/x.yaml",
    {
        CLUSTER: {
            "spec": "databases.orders",
            "line": 16,
            "column": 3,
            "attributes": {"engine_version": {"spec": "databases.orders.engine_version", "line": 17, "column": 21}},
        }
    },
)
BEFORE = {
    "arn": "arn:aws:rds:eu-west-1:222222222222:cluster:orders",
    "cluster_identifier": "orders",
    "storage_type": "io1",
    "allocated_storage": 400,
    "iops": 3000,
}


def change(action: Action = "update", address: str = CLUSTER, *, before: Any = BEFORE, **after: Any) -> Change:
    """A change of `before`, with `after` in place of what it had."""
    return Change(address, address, address.split(".", maxsplit=1)[0], action, before=before, after={**before, **after})


def judged(*changes: Change, storage_changed: Mapping[str, datetime | None] | None = None) -> list[Finding]:
    circumstances = Circumstances(
        account_id="222222222222",
        now=NOW,
        storage_changed={"orders": None} if storage_changed is None else storage_changed,
    )
    return check(Plan(changes), circumstances, ORIGINS)


def rules(*changes: Change, storage_changed: Mapping[str, datetime | None] | None = None) -> list[str]:
    return [found.rule for found in judged(*changes, storage_changed=storage_changed)]


def test_a_major_upgrade_is_found_as_a_whole_finding() -> None:
    before = {**BEFORE, "engine_version": "8.0", "engine_version_actual": "8.0.46"}
    assert judged(change(before=before, engine_version="8.4")) == [
        Finding(
            rule="GRD031",
            severity="error",
            message="MySQL moves from 8.0.46 to 8.4, and there is no way back; effect on users: outage",
            fix="restore a snapshot into a new cluster of that version, test there, and move over",
            source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
            file="environments/x.yaml",
            line=17,
            column=21,
            path="databases.orders.engine_version",
            resource=CLUSTER,
        )
    ]


@pytest.mark.parametrize(
    ("running", "asked", "rule", "effect"),
    [
        ("8.4.8", "8.4", None, "nothing"),
        ("8.4.8", "8.4.8", None, "nothing"),
        ("8.4.9", "8.4.10", "GRD032", "failover"),
        ("8.4.10", "8.4.9", "GRD030", "nothing"),
        ("8.4.8", "8.0", "GRD030", "nothing"),
        ("8.0.46", "8.4.8", "GRD031", "outage"),
        ("8.4.8", "9.7", "GRD031", "outage"),
    ],
)
def test_versions_are_compared_as_numbers(running: str, asked: str, rule: str | None, effect: str) -> None:
    made = change(before={**BEFORE, "engine_version": "older", "engine_version_actual": running}, engine_version=asked)
    assert rules(made) == ([rule] if rule else [])
    assert effect_of(made) == effect


def test_a_state_without_the_version_that_runs_is_judged_by_the_one_asked_for_before() -> None:
    assert rules(change(before={**BEFORE, "engine_version": "8.4.9"}, engine_version="8.4.8")) == ["GRD030"]


def test_storage_rests_for_six_hours() -> None:
    bigger = change(allocated_storage=500)
    last = NOW - timedelta(hours=5, minutes=59)
    (finding,) = judged(bigger, storage_changed={"orders": last})
    assert (finding.rule, finding.fix) == ("GRD015", "apply after 2026-11-25 12:01 UTC")
    assert rules(bigger, storage_changed={"orders": NOW - timedelta(hours=6)}) == []
    assert rules(bigger, storage_changed={"orders": None}) == []


def test_a_change_of_storage_whose_last_one_is_not_known_is_a_warning() -> None:
    (finding,) = judged(change(allocated_storage=500), storage_changed={})
    assert (finding.rule, finding.severity) == ("GRD016", "warning")
    assert rules(change(backup_retention_period=20), storage_changed={}) == []


@pytest.mark.parametrize(("storage_type", "found"), [("io1", ["GRD012"]), ("io2", ["GRD012"]), ("gp3", [])])
def test_iops_of_provisioned_storage_do_not_change_alone(storage_type: str, found: list[str]) -> None:
    assert rules(change(before={**BEFORE, "storage_type": storage_type}, iops=4000)) == found


KEY, OTHER = (f"arn:aws:kms:eu-west-1:222222222222:key/{number}" for number in (1, 2))


@pytest.mark.parametrize(
    ("argument", "held", "found"),
    [
        (None, [{"kms_key_id": KEY}], []),
        (None, [{"kms_key_id": OTHER}], ["GRD010"]),
        (None, [], ["GRD010"]),
        (OTHER, [{"kms_key_id": OTHER}], ["GRD010"]),
    ],
)
def test_the_key_of_an_imported_clusters_secret_is_that_of_the_secret(
    argument: str | None, held: list[dict[str, str]], found: list[str]
) -> None:
    before = {**BEFORE, "master_user_secret_kms_key_id": argument, "master_user_secret": held}
    assert rules(change(before=before, master_user_secret_kms_key_id=KEY)) == found


def test_what_is_dropped_from_the_state_is_found() -> None:
    assert rules(change("forget"), change("forget", "aws_iam_policy.x")) == ["GRD003"]


def test_each_argument_that_forces_a_replacement_is_named() -> None:
    made = Change(CLUSTER, CLUSTER, "aws_rds_cluster", "replace", BEFORE, forced_by=("kms_key_id", "engine_version"))
    assert [(found.rule, found.path) for found in judged(made)] == [
        ("GRD002", "databases.orders"),
        ("GRD002", "databases.orders.engine_version"),
    ]


def test_what_holds_nothing_may_go() -> None:
    assert rules(change("delete", "aws_iam_policy.x"), change("replace", "aws_cloudwatch_dashboard.x")) == []


@pytest.mark.parametrize(
    "address", ["aws_kms_key.storage", "aws_backup_vault.vault", "aws_s3_bucket.x", "aws_subnet.x", CLUSTER]
)
def test_whatever_holds_data_does_not_go(address: str) -> None:
    assert rules(change("delete", address)) == ["GRD001"]
    assert rules(change("create", address)) == []


def test_a_retention_that_gets_longer_passes() -> None:
    before = {**BEFORE, "backup_retention_period": 14}
    assert rules(change(before=before, backup_retention_period=21)) == []
    assert rules(change(before=before, backup_retention_period=7)) == ["GRD004"]


def test_a_log_group_that_kept_its_events_for_ever_keeps_them_shorter() -> None:
    group = change(
        address="aws_cloudwatch_log_group.orders_log-error", before={"retention_in_days": 0}, retention_in_days=90
    )
    (finding,) = judged(group)
    assert finding.message.startswith("log events were kept for ever, and those older than 90 days")
    assert rules(change(address=group.address, before={"retention_in_days": 90}, retention_in_days=0)) == []


def test_a_key_that_is_disabled_stops_everything() -> None:
    key = change(address="aws_kms_key.storage", before={"is_enabled": True}, is_enabled=False)
    assert (rules(key), effect_of(key)) == (["GRD040"], "outage")


def test_a_state_of_another_account_is_found_once() -> None:
    foreign = {"arn": "arn:aws:kms:eu-west-1:111111111111:key/1"}
    found = judged(
        change("no-op", "aws_kms_key.storage", before=foreign), change("no-op", "aws_kms_key.logs", before=foreign)
    )
    assert [(each.rule, each.resource) for each in found] == [("GRD090", "aws_kms_key.storage")]
    assert rules(change("no-op")) == []


def test_a_policy_of_aws_itself_is_of_no_account() -> None:
    attached = {"arn": "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"}
    assert rules(change("no-op", "aws_iam_policy.x", before=attached)) == []


def test_an_argument_without_a_fact_has_an_unknown_effect() -> None:
    assert effect_of(change(domain="d-1")) == "unknown"
    assert effect_of(change(address="aws_dynamodb_table.x", before={}, ttl=1)) == "unknown"
