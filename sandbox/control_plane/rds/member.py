"""A member of a Multi-AZ DB cluster."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from moto.rds.models import DBInstanceClustered

from sandbox.control_plane.rds.names import resource_id

if TYPE_CHECKING:
    from sandbox.control_plane.rds.cluster import MultiAzCluster


class MultiAzMember(DBInstanceClustered):
    """One of three DB instances. Its settings are its cluster's.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html
    """

    cluster: "MultiAzCluster"

    def __init__(self, cluster: "MultiAzCluster", name: str, subnet: Any, *, writer: bool) -> None:
        self.cluster = cluster
        self.own_status: str | None = None
        super().__init__(
            db_cluster_identifier=cluster.db_cluster_identifier,
            backend=cluster.backend,
            db_instance_identifier=name,
            db_instance_class=cluster.db_cluster_instance_class,
            engine=cluster.engine,
            port=cluster.port,
            availability_zone=subnet.availability_zone,
            db_subnet_group_name=cluster.db_subnet_group_name,
            publicly_accessible=bool(cluster.publicly_accessible),
            tags=list(cluster.tags),
        )
        self.is_cluster_writer = writer
        self.cidr = subnet.cidr_block
        self.subnet_id = subnet.id
        self.dbi_resource_id = resource_id("db")

    @property
    def status(self) -> str:
        """The cluster's status, unless something happened to this member alone.

        A server that is down, or comes back as a reader, is shown as an instance that RDS restarts.
        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html#Overview.DBInstance.Status
        """
        if self.own_status or self.cluster.status != "available" or self.cluster.serves(self.db_instance_identifier):
            return self.own_status or self.cluster.status
        return "rebooting"

    @status.setter
    def status(self, value: str) -> None:
        self.own_status = None if value == "available" else value

    @property
    def address(self) -> str:
        """`<member>.<hash>.<region>.rds.amazonaws.com`."""
        return f"{self.db_instance_identifier}.{self.cluster.url_identifier}.{self.region}.rds.amazonaws.com"

    @property
    def latest_restorable_time(self) -> datetime | None:
        """Members are not restored on their own."""
        return None

    @property
    def pending_modified_values(self) -> dict[str, Any] | None:
        """A class that waits for the maintenance window is told by the members."""
        waiting = self.cluster.pending.get("DBClusterInstanceClass")
        return {"DBInstanceClass": waiting} if waiting else None


def _of_the_cluster(attribute: str) -> property:
    def read(self: MultiAzMember) -> Any:
        return getattr(self.cluster, attribute)

    def keep(self: MultiAzMember, value: Any) -> None:
        """Moto sets what a member has no say in."""

    return property(read, keep, doc=f"The cluster's `{attribute}`.")


for _name, _attribute in {
    "auto_minor_version_upgrade": "auto_minor_version_upgrade",
    "ca_certificate_identifier": "ca_certificate_identifier",
    "certificate_details": "certificate_details",
    "copy_tags_to_snapshot": "copy_tags_to_snapshot",
    "database_insights_mode": "database_insights_mode",
    "db_instance_class": "db_cluster_instance_class",
    "deletion_protection": "deletion_protection",
    "enabled_cloudwatch_logs_exports": "enabled_cloudwatch_logs_exports",
    "engine_lifecycle_support": "engine_lifecycle_support",
    "iam_database_authentication_enabled": "iam_database_authentication_enabled",
    "iops": "iops",
    "monitoring_interval": "monitoring_interval",
    "monitoring_role_arn": "monitoring_role_arn",
    "network_type": "network_type",
    "performance_insights_enabled": "performance_insights_enabled",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "performance_insights_retention_period": "performance_insights_retention_period",
    "preferred_maintenance_window": "preferred_maintenance_window",
    "storage_type": "storage_type",
}.items():
    setattr(MultiAzMember, _name, _of_the_cluster(_attribute))
