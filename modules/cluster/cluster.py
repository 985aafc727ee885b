"""The Multi-AZ DB cluster for MySQL: one writer and two readers in three zones."""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.db_subnet_group import DbSubnetGroup
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster

from generator.spec.model import Environment
from modules.cluster.logs import ClusterLogs
from modules.cluster.monitoring_role import MonitoringRole
from modules.cluster.outputs import ClusterOutputs
from modules.cluster.parameter_group import ParameterGroup
from modules.encryption import Keys
from modules.network import NetworkOutputs
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct, TerraformResourceLifecycle

DRILLS_TAG = "tidegate:drills"


class Cluster(Part):
    """A cluster and what it cannot start without.

    `availability_zones` is never given: AWS derives the zones from the subnet group, and the argument forces a
    replacement. Members are part of the cluster, so there are no `aws_rds_cluster_instance`s.
    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html (checked 2026-11-22).
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        environment: Environment,
        register: Register,
        network: NetworkOutputs,
        keys: Keys,
    ) -> None:
        super().__init__(scope, "cluster", register, database=name)
        self._name = name
        self._spec = environment.databases[name]
        self._environment = environment
        self._path = f"databases.{name}"
        logs = ClusterLogs(self, name, environment, register, keys.logs)
        cluster: RdsCluster = self.add(
            RdsCluster,
            "",
            spec=self._path,
            **self._engine(),
            **self._storage(keys),
            **self._placement(network),
            **self._credentials(keys),
            **self._observation(keys),
            **self._protection(),
            depends_on=logs.groups,
            attributes=self._attributes(),
            tags={"database": name, **self._drills()},
        )
        self.outputs = self._outputs(cluster, logs.names)

    def _drills(self) -> dict[str, str]:
        """The tag without which no drill is held on AWS."""
        return {DRILLS_TAG: "allowed"} if self._environment.drills.allowed else {}

    def _engine(self) -> dict[str, object]:
        database = self._spec
        group = ParameterGroup(self, self._name, self._environment, self._register)
        extended = "" if database.extended_support_acknowledged else "-disabled"
        return {
            "cluster_identifier": self._name,
            "engine": "mysql",
            "engine_version": database.engine_version,
            "engine_lifecycle_support": f"open-source-rds-extended-support{extended}",
            "db_cluster_instance_class": database.instance_class,
            "db_cluster_parameter_group_name": group.name,
            "ca_certificate_identifier": database.certificate_authority,
            "database_name": self._schema,
            "port": database.port,
        }

    def _storage(self, keys: Keys) -> dict[str, object]:
        storage = self._spec.storage
        return {
            "storage_type": storage.type,
            "allocated_storage": storage.size_gib,
            "iops": storage.iops,
            "storage_encrypted": True,
            "kms_key_id": keys.storage,
        }

    def _placement(self, network: NetworkOutputs) -> dict[str, object]:
        group: DbSubnetGroup = self.add(
            DbSubnetGroup,
            "",
            spec="network.availability_zones",
            name=self._subnet_group,
            description=f"Private subnets of {self._environment.environment}",
            subnet_ids=list(network.subnet_ids),
            tags={"database": self._name},
        )
        return {
            "db_subnet_group_name": group.name,
            "vpc_security_group_ids": [network.database_groups[self._name]],
        }

    def _credentials(self, keys: Keys) -> dict[str, object]:
        return {
            "master_username": self._spec.master_username,
            "manage_master_user_password": True,
            "master_user_secret_kms_key_id": keys.secrets,
            "iam_database_authentication_enabled": True,
        }

    def _observation(self, keys: Keys) -> dict[str, object]:
        database = self._spec
        interval = database.monitoring.interval_seconds
        # A role without an interval is refused, and an interval without a role too.
        role = MonitoringRole(self, self._name, self._environment, self._register).arn if interval else None
        return {
            "database_insights_mode": database.insights.mode,
            "performance_insights_enabled": True,
            "performance_insights_kms_key_id": keys.insights,
            "performance_insights_retention_period": database.insights.retention_days,
            "monitoring_interval": interval,
            "monitoring_role_arn": role,
            "enabled_cloudwatch_logs_exports": list(database.logs.exports),
        }

    def _protection(self) -> dict[str, object]:
        database = self._spec
        return {
            "backup_retention_period": database.backup.retention_days,
            "preferred_backup_window": database.backup.window,
            "preferred_maintenance_window": database.maintenance_window,
            "copy_tags_to_snapshot": True,
            "deletion_protection": database.deletion_protection,
            "skip_final_snapshot": False,
            "final_snapshot_identifier": f"{self._environment.environment}-{self._name}-final",
            "apply_immediately": False,
            "lifecycle": TerraformResourceLifecycle(
                prevent_destroy=database.deletion_protection,
                # RDS says nothing of a schema that was made later, and keeps the kind of support for good: either
                # would replace a cluster that was there before.
                ignore_changes=["database_name", "engine_lifecycle_support"] if database.adopted else None,
            ),
        }

    @property
    def _subnet_group(self) -> str:
        adopted = self._spec.adopted
        return adopted.subnet_group if adopted else f"{self._environment.environment}-{self._name}"

    @property
    def _schema(self) -> str:
        return self._spec.database_name or self._name.replace("-", "")

    def _attributes(self) -> dict[str, str]:
        below = {
            "allocated_storage": "storage.size_gib",
            "backup_retention_period": "backup.retention_days",
            "ca_certificate_identifier": "certificate_authority",
            "database_insights_mode": "insights.mode",
            "database_name": "database_name",
            "db_cluster_instance_class": "instance_class",
            "deletion_protection": "deletion_protection",
            "enabled_cloudwatch_logs_exports": "logs.exports",
            "engine_lifecycle_support": "extended_support_acknowledged",
            "engine_version": "engine_version",
            "iops": "storage.iops",
            "lifecycle.prevent_destroy": "deletion_protection",
            "master_username": "master_username",
            "monitoring_interval": "monitoring.interval_seconds",
            "performance_insights_retention_period": "insights.retention_days",
            "port": "port",
            "preferred_backup_window": "backup.window",
            "preferred_maintenance_window": "maintenance_window",
            "storage_type": "storage.type",
        }
        return {attribute: f"{self._path}.{path}" for attribute, path in below.items()}

    def _outputs(self, cluster: RdsCluster, log_groups: Mapping[str, str]) -> ClusterOutputs:
        name = self._name
        return ClusterOutputs(
            identifier=name,
            arn=str(cluster.arn),
            resource_id=str(cluster.cluster_resource_id),
            writer_endpoint=str(cluster.endpoint),
            reader_endpoint=str(cluster.reader_endpoint),
            port=self._spec.port,
            database_name=self._schema,
            master_secret_arn=str(cluster.master_user_secret.get(0).secret_arn),
            member_identifiers=(f"{name}-instance-1", f"{name}-instance-2", f"{name}-instance-3"),
            log_groups=log_groups,
        )
