"""The daily snapshot of one database."""

from cdktf_cdktf_provider_aws.backup_plan import BackupPlan, BackupPlanRule, BackupPlanRuleLifecycle
from cdktf_cdktf_provider_aws.backup_selection import BackupSelection

from generator.spec.model import Environment
from modules.backup.vault import VaultOutputs
from modules.cluster import ClusterOutputs
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct

START_WITHIN_MINUTES = 60
COMPLETE_WITHIN_MINUTES = 360


class Backup(Part):
    """A plan with one daily rule, and a selection of exactly this cluster.

    Neither copies nor continuous backups: AWS Backup has none of either for Multi-AZ DB clusters.
    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/rds-backup.html (checked 2026-11-22).
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        environment: Environment,
        register: Register,
        cluster: ClusterOutputs,
        vault: VaultOutputs,
    ) -> None:
        super().__init__(scope, "backup", register, database=name)
        snapshots = environment.databases[name].backup.snapshots
        path = f"databases.{name}.backup.snapshots"
        hour, minute = snapshots.time.split(":")
        rule = BackupPlanRule(
            rule_name="daily",
            target_vault_name=vault.vault_name,
            schedule=f"cron({int(minute)} {int(hour)} * * ? *)",
            schedule_expression_timezone="Etc/UTC",
            start_window=START_WITHIN_MINUTES,
            completion_window=COMPLETE_WITHIN_MINUTES,
            enable_continuous_backup=False,
            lifecycle=BackupPlanRuleLifecycle(delete_after=snapshots.retention_days),
        )
        plan: BackupPlan = self.add(
            BackupPlan,
            "",
            spec=path,
            name=f"{environment.environment}-{name}",
            rule=[rule],
            tags={"database": name},
            attributes={
                "rule.schedule": f"{path}.time",
                "rule.lifecycle.delete_after": f"{path}.retention_days",
            },
        )
        self.add(
            BackupSelection,
            "",
            spec=path,
            name=name,
            plan_id=plan.id,
            iam_role_arn=vault.role_arn,
            resources=[cluster.arn],
        )
