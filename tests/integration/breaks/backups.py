"""Changes by hand of backups and the vault."""

from collections.abc import Iterator

from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import breaks, modify


@breaks("LIVE601")
def backups_are_kept_for_a_day(account: Account) -> Iterator[None]:
    yield from modify(account, {"BackupRetentionPeriod": 1}, {"BackupRetentionPeriod": 14})


@breaks("LIVE602")
def the_vault_is_unlocked(account: Account) -> Iterator[None]:
    backup = account.client("backup")
    backup.delete_backup_vault_lock_configuration(BackupVaultName=account.vault)
    yield
    backup.put_backup_vault_lock_configuration(BackupVaultName=account.vault, MinRetentionDays=7, MaxRetentionDays=365)


@breaks("LIVE603")
def snapshots_are_kept_for_a_day(account: Account) -> Iterator[None]:
    backup = account.client("backup")
    plans = backup.list_backup_plans()["BackupPlansList"]
    (plan,) = (each["BackupPlanId"] for each in plans if each["BackupPlanName"] == f"{account.name}-orders")
    found = backup.get_backup_plan(BackupPlanId=plan)["BackupPlan"]
    rules = [{key: value for key, value in rule.items() if key != "RuleId"} for rule in found["Rules"]]
    short = [{**rule, "Lifecycle": {"DeleteAfterDays": 8}} for rule in rules]
    backup.update_backup_plan(BackupPlanId=plan, BackupPlan={**found, "Rules": short})
    yield
    backup.update_backup_plan(BackupPlanId=plan, BackupPlan={**found, "Rules": rules})
