"""The backup vault and a database's plan as they are rendered."""

from typing import Any

import pytest

from generator.spec.model import Environment
from generator.spec.model import Vault as VaultSpec
from modules.backup import Backup, Vault
from modules.register import Register
from modules.runtime import TerraformStack
from tests.modules.conftest import Render
from tests.modules.outputs import KEYS, TOPIC, cluster_outputs


def build(stack: TerraformStack, environment: Environment, register: Register) -> None:
    vault = Vault(stack, environment, register, KEYS, TOPIC).outputs
    Backup(stack, "orders", environment, register, cluster_outputs(), vault)


@pytest.fixture(scope="module")
def stack(render: Render) -> dict[str, Any]:
    return render(build)


def statements(stack: dict[str, Any], name: str) -> dict[str, Any]:
    found = stack["data"]["aws_iam_policy_document"][name]["statement"]
    return {each["sid"]: each for each in found}


def test_the_vault_is_encrypted_and_cannot_be_destroyed(stack: dict[str, Any]) -> None:
    vault = stack["resource"]["aws_backup_vault"]["vault"]
    assert (vault["kms_key_arn"], vault["force_destroy"]) == ("key-backups", False)
    assert vault["lifecycle"] == {"prevent_destroy": True}


def test_a_governance_lock_has_no_days_to_cool_off(stack: dict[str, Any]) -> None:
    lock = stack["resource"]["aws_backup_vault_lock_configuration"]["vault"]
    assert "changeable_for_days" not in lock
    assert (lock["min_retention_days"], lock["max_retention_days"]) == (7, 365)


def test_a_compliance_lock_closes_after_the_days_of_the_spec(render: Render, environment: Environment) -> None:
    vault = VaultSpec(lock="compliance", cooling_off_days=5)
    resources = render(build, environment.model_copy(update={"vault": vault}))["resource"]
    assert resources["aws_backup_vault_lock_configuration"]["vault"]["changeable_for_days"] == 5


def test_nobody_copies_from_or_into_the_vault_or_deletes_what_is_in_it(stack: dict[str, Any]) -> None:
    found = statements(stack, "vault")
    assert {sid: (each["effect"], each["actions"]) for sid, each in found.items()} == {
        "DenyCopyOut": ("Deny", ["backup:CopyFromBackupVault"]),
        "DenyCopyIn": ("Deny", ["backup:CopyIntoBackupVault"]),
        "DenyDeletion": (
            "Deny",
            ["backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
        ),
        "DenyUnlocking": ("Deny", ["backup:DeleteBackupVaultLockConfiguration"]),
    }
    for each in found.values():
        assert each["principals"] == [{"identifiers": ["*"], "type": "AWS"}]
        assert "condition" not in each


def test_an_environment_without_deletion_protection_can_be_taken_down(render: Render, environment: Environment) -> None:
    unprotected = render(build, environment.model_copy(update={"deletion_protection": False}))
    vault = unprotected["resource"]["aws_backup_vault"]["vault"]
    assert (vault["force_destroy"], vault["lifecycle"]) == (False, {"prevent_destroy": False})
    assert sorted(statements(unprotected, "vault")) == ["DenyCopyIn", "DenyCopyOut"]


def test_the_topic_hears_of_jobs_and_of_every_copy(stack: dict[str, Any]) -> None:
    notifications = stack["resource"]["aws_backup_vault_notifications"]["vault"]
    assert notifications["sns_topic_arn"] == TOPIC
    assert {"BACKUP_JOB_COMPLETED", "COPY_JOB_STARTED", "RESTORE_JOB_COMPLETED"} <= {
        *notifications["backup_vault_events"]
    }


def test_only_aws_backup_of_this_account_takes_the_role(stack: dict[str, Any]) -> None:
    trust = statements(stack, "backup-trust")["AssumedByBackup"]
    assert trust["principals"] == [{"identifiers": ["backup.amazonaws.com"], "type": "Service"}]
    assert trust["condition"] == [{"test": "StringEquals", "values": ["222222222222"], "variable": "aws:SourceAccount"}]


def test_the_role_snapshots_the_clusters_of_the_spec_and_copies_or_shares_nothing(stack: dict[str, Any]) -> None:
    permissions = statements(stack, "backup-role")
    assert permissions["TakeSnapshots"]["resources"] == [
        "arn:aws:rds:eu-west-1:222222222222:cluster:orders",
        "arn:aws:rds:eu-west-1:222222222222:cluster-snapshot:awsbackup:*",
    ]
    actions = {action for each in permissions.values() for action in each["actions"]}
    assert not [action for action in actions if "Copy" in action or "Attribute" in action or "*" in action]
    assert "*" not in [resource for each in permissions.values() for resource in each["resources"]]


def test_a_snapshot_is_taken_daily_and_kept_as_long_as_the_spec_says(stack: dict[str, Any]) -> None:
    plan = stack["resource"]["aws_backup_plan"]["orders"]
    assert plan["rule"] == [
        {
            "completion_window": 360,
            "enable_continuous_backup": False,
            "lifecycle": {"delete_after": 35},
            "rule_name": "daily",
            "schedule": "cron(0 6 * * ? *)",
            "schedule_expression_timezone": "Etc/UTC",
            "start_window": 60,
            "target_vault_name": "${aws_backup_vault.vault.name}",
        }
    ]


def test_a_time_with_a_leading_zero_is_a_plain_number_in_the_schedule(render: Render, environment: Environment) -> None:
    database = environment.databases["orders"]
    snapshots = database.backup.snapshots.model_copy(update={"time": "08:09"})
    backup = database.backup.model_copy(update={"snapshots": snapshots})
    databases = {"orders": database.model_copy(update={"backup": backup})}
    plan = render(build, environment.model_copy(update={"databases": databases}))["resource"]["aws_backup_plan"]
    assert plan["orders"]["rule"][0]["schedule"] == "cron(9 8 * * ? *)"


def test_the_selection_is_exactly_the_cluster(stack: dict[str, Any]) -> None:
    selection = stack["resource"]["aws_backup_selection"]["orders"]
    assert selection["resources"] == ["${aws_rds_cluster.orders.arn}"]
    assert (selection["plan_id"], selection["iam_role_arn"]) == (
        "${aws_backup_plan.orders.id}",
        "${aws_iam_role.backup.arn}",
    )
    assert "selection_tag" not in selection
