"""The log groups of a cluster's exported logs, which stand before the cluster writes to them."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup

from generator.spec.model import Environment
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct


class ClusterLogs(Part):
    """One encrypted log group for each export. Made by RDS instead, they would never expire and have no key.

    AWS documents the name for instances only; the cluster's pattern is what the community's module uses.
    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
    and https://github.com/terraform-aws-modules/terraform-aws-rds-aurora (checked 2026-11-22).
    """

    def __init__(
        self, scope: Construct, name: str, environment: Environment, register: Register, logs_key: str
    ) -> None:
        super().__init__(scope, "cluster", register, part="logs", database=name)
        database = environment.databases[name]
        self.groups: list[CloudwatchLogGroup] = [
            self.add(
                CloudwatchLogGroup,
                f"log-{export}",
                spec=f"databases.{name}.logs.exports[{index}]",
                name=f"/aws/rds/cluster/{name}/{export}",
                kms_key_id=logs_key,
                retention_in_days=database.logs.retention_days,
                skip_destroy=database.deletion_protection,
                attributes={
                    "retention_in_days": f"databases.{name}.logs.retention_days",
                    "skip_destroy": f"databases.{name}.deletion_protection",
                },
                tags={"database": name},
            )
            for index, export in enumerate(database.logs.exports)
        ]
        self.names: dict[str, str] = {
            export: str(group.name) for export, group in zip(database.logs.exports, self.groups, strict=True)
        }
