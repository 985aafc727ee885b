"""What can be restored."""

from collections.abc import Iterator

from botocore.exceptions import ClientError

from generator.live.account import Live
from generator.live.assertion import Fault, assertion

_AUTOMATED = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html"
_LOCK = "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html"
_PLANS = "https://docs.aws.amazon.com/aws-backup/latest/devguide/about-backup-plans.html"


@assertion(601, "Automated backups are kept as long as the spec says", _AUTOMATED)
def automated(live: Live) -> Iterator[Fault]:
    """They are what one goes back to any second with."""
    for name, database, path in live.databases:
        cluster, backup = live.cluster(name), database.backup
        if cluster.get("BackupRetentionPeriod") != backup.retention_days:
            said = f"backups of {name} are kept for {cluster.get('BackupRetentionPeriod')} days"
            yield Fault(f"{path}.backup.retention_days", said, name)
        if cluster.get("PreferredBackupWindow") != backup.window:
            said = f"the backup window of {name} is {cluster.get('PreferredBackupWindow')}"
            yield Fault(f"{path}.backup.window", said, name)
        if not cluster.get("CopyTagsToSnapshot"):
            yield Fault(f"{path}.backup", f"snapshots of {name} do not get its tags", name)


@assertion(602, "The vault is locked, and its policy lets nothing out", _LOCK)
def vault(live: Live) -> Iterator[Fault]:
    """The lock keeps snapshots from being deleted early, the policy from being copied elsewhere."""
    name, spec = f"{live.name}-snapshots", live.environment.vault
    found = live.ask("backup", "describe_backup_vault", BackupVaultName=name)
    kept = (found.get("MinRetentionDays"), found.get("MaxRetentionDays"))
    if not found.get("Locked") or kept != (spec.min_retention_days, spec.max_retention_days):
        how = f"locked for {kept[0]} to {kept[1]} days" if found.get("Locked") else "not locked"
        yield Fault("vault", f"the vault is {how}", name)
    try:
        policy = live.ask("backup", "get_backup_vault_access_policy", BackupVaultName=name).get("Policy", "")
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "ResourceNotFoundException":
            raise
        policy = ""
    for action in ("backup:CopyFromBackupVault", "backup:CopyIntoBackupVault"):
        if action not in policy:
            yield Fault("vault", f"the vault's policy does not deny {action}", name)


@assertion(603, "Each cluster has a snapshot a day in the vault, and none anywhere else", _PLANS)
def plans(live: Live) -> Iterator[Fault]:
    """A plan without a selection backs nothing up; a copy action sends snapshots to another vault."""
    plans = {each["BackupPlanName"]: each for each in live.items("backup", "list_backup_plans", "BackupPlansList")}
    for name, database, path in live.databases:
        at = f"{path}.backup.snapshots"
        plan = plans.get(f"{live.name}-{name}")
        if plan is None:
            yield Fault(at, f"there is no backup plan for {name}", name)
            continue
        found = live.ask("backup", "get_backup_plan", BackupPlanId=plan["BackupPlanId"])["BackupPlan"]
        for rule in found["Rules"]:
            days = rule.get("Lifecycle", {}).get("DeleteAfterDays")
            if days != database.backup.snapshots.retention_days:
                yield Fault(f"{at}.retention_days", f"snapshots of {name} are kept for {days} days", name)
            if rule.get("TargetBackupVaultName") != f"{live.name}-snapshots" or rule.get("CopyActions"):
                yield Fault(at, f"snapshots of {name} go to another vault too", name)
        selected = live.items(
            "backup", "list_backup_selections", "BackupSelectionsList", BackupPlanId=plan["BackupPlanId"]
        )
        if not selected:
            yield Fault(at, f"the backup plan of {name} selects nothing", name)
