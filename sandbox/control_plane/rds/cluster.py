"""A Multi-AZ DB cluster, as moto's model of a cluster does not have it."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from moto.rds.models import DBCluster

from sandbox.backing import BackingError, ClusterKey, ClusterOrder, Member, Observation
from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds.facts import actual_version, facts
from sandbox.control_plane.rds.member import MultiAzMember
from sandbox.control_plane.rds.names import endpoint_hash, master_password, resource_id
from sandbox.control_plane.rds.secret import ManagedSecret

if TYPE_CHECKING:
    from sandbox.control_plane.rds.backend import ClusterBackend

SETTINGS = {
    "enable_performance_insights": "performance_insights_enabled",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "performance_insights_retention_period": "performance_insights_retention_period",
    "database_insights_mode": "database_insights_mode",
    "monitoring_interval": "monitoring_interval",
    "monitoring_role_arn": "monitoring_role_arn",
    "ca_certificate_identifier": "ca_certificate_identifier",
    "engine_lifecycle_support": "engine_lifecycle_support",
    "enable_iam_database_authentication": "iam_auth",
}
"""A parameter of CreateDBCluster that moto drops or refuses -> the attribute that keeps it."""


class MultiAzCluster(DBCluster):
    """One writer and two readers in three zones.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html
    """

    backend: "ClusterBackend"

    def __init__(self, backend: "ClusterBackend", **order: Any) -> None:
        given = {name: value for name, value in order.items() if name not in SETTINGS}
        managed = given.pop("manage_master_user_password", False)
        secret_key = given.pop("master_user_secret_kms_key_id", None)
        self.password = given.pop("master_user_password", None) or master_password()
        given["engine_version"] = actual_version(given.get("engine_version"))
        super().__init__(backend, **given, master_user_password=self.password)
        self.kms_key_id = backend.storage_key(given.get("kms_key_id")) if self.storage_encrypted else None
        self.status = "creating"
        self.url_identifier = endpoint_hash(backend.account_id, backend.region_name)
        self.db_cluster_resource_id = resource_id("cluster")
        self.parameter_group = order.get("db_cluster_parameter_group_name") or default_group(self.engine_version)
        self.pending: dict[str, Any] = {}
        self.observed: Observation | None = None
        self.latest_seen: datetime | None = None
        self._take(order)
        zones = [subnet.availability_zone for subnet in backend.cluster_subnets(self.db_subnet_group_name)]
        self.availability_zones = zones
        self.applied = backend.parameters_of(self.parameter_group)
        if managed:
            self.manage_master_user_password = True
            self.master_user_secret = ManagedSecret(self, secret_key)

    def _take(self, order: dict[str, Any]) -> None:
        self.performance_insights_enabled = False
        self.performance_insights_kms_key_id = None
        self.performance_insights_retention_period = None
        self.database_insights_mode = "standard"
        self.monitoring_interval = 0
        self.monitoring_role_arn = None
        self.ca_certificate_identifier = facts()["certificates"]["default"]
        self.engine_lifecycle_support = "open-source-rds-extended-support"
        for name, attribute in SETTINGS.items():
            if order.get(name) is not None:
                setattr(self, attribute, order[name])
        if self.performance_insights_enabled and not self.performance_insights_retention_period:
            self.performance_insights_retention_period = 7

    @property
    def status(self) -> str:
        """As DescribeDBClusters says it; it changes when a change is done, and not because somebody asked."""
        return str(self._status)

    @status.setter
    def status(self, value: str) -> None:
        self._status = value

    @property
    def key(self) -> ClusterKey:
        """Which of all clusters this is."""
        return ClusterKey(self.account_id, self.region, self.db_cluster_identifier)

    @property
    def multi_az(self) -> bool:
        """True for each such cluster.

        https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html
        """
        return True

    @property
    def certificate_details(self) -> dict[str, object]:
        """The authority of the servers' certificates, and until when they hold."""
        return {"CAIdentifier": self.ca_certificate_identifier, "ValidTill": self.created + timedelta(days=365)}

    @property
    def pending_modified_values(self) -> dict[str, Any] | None:
        """What waits for the maintenance window."""
        shown = {name: value for name, value in self.pending.items() if name != "DBClusterInstanceClass"}
        return shown or None

    @property
    def latest_restorable_time(self) -> datetime | None:
        """Up to when the cluster can be restored; what stands behind it says so.

        It moves on while nobody asks for anything, so it is looked up.
        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.MultiAZDBCluster.html
        """
        if self.status == "available":
            with suppress(BackingError):
                self.latest_seen = CONTEXT.backing.observe(self.key).latest_restorable
        return self.latest_seen

    @property
    def scaling_configuration_info(self) -> None:
        """Aurora Serverless has one."""
        return None

    @property
    def endpoint_names(self) -> dict[str, str]:
        """Member -> DNS name."""
        return {member.db_instance_identifier: member.address for member in self._members}

    def designate_writer(self) -> None:
        """Leaves the writer alone: it is whom what stands behind the cluster made it."""

    def see(self, seen: Observation) -> None:
        """Takes over who writes, and from when to when the cluster can be restored."""
        self.observed = seen
        self.earliest_restorable_time = seen.earliest_restorable or self.created
        self.latest_seen = seen.latest_restorable
        for member in self._members:
            member.is_cluster_writer = member.db_instance_identifier == seen.writer

    def serves(self, member: str) -> bool:
        """Whether a member served when it was last looked at; one that was not looked at yet does."""
        state = self.observed.members.get(member) if self.observed else None
        return state is None or state.serving

    def order(self) -> ClusterOrder:
        """What is asked of whatever stands behind this cluster."""
        return ClusterOrder(
            key=self.key,
            resource_id=self.db_cluster_resource_id,
            engine_version=self.engine_version,
            port=int(self.port),
            members=[
                Member(each.db_instance_identifier, each.availability_zone, each.cidr)
                for each in sorted(self._members, key=lambda each: not each.is_cluster_writer)
            ],
            parameters=self.applied,
            master_user=self.master_username,
            master_password=self.password,
            database=self.database_name,
            iam_authentication=bool(self.iam_auth),
            ca_identifier=self.ca_certificate_identifier,
            writer_name=self.endpoint,
            reader_name=self.reader_endpoint,
            member_names=self.endpoint_names,
        )

    @property
    def db_cluster_members(self) -> list[dict[str, Any]]:
        """The three members, and whether their parameters are those of the group."""
        state = "in-sync" if self.applied == self.backend.parameters_of(self.parameter_group) else "pending-reboot"
        return [
            {
                "DBInstanceIdentifier": member.db_instance_identifier,
                "IsClusterWriter": member.is_cluster_writer,
                "DBClusterParameterGroupStatus": state,
                "PromotionTier": member.promotion_tier,
            }
            for member in self._members
        ]

    def add_members(self) -> None:
        """Makes the three members, one in each zone of the subnet group; the first one writes."""
        for number, subnet in enumerate(self.backend.cluster_subnets(self.db_subnet_group_name), start=1):
            name = f"{self.db_cluster_identifier}-instance-{number}"
            self.backend.databases[name] = MultiAzMember(self, name, subnet, writer=number == 1)


def default_group(version: str) -> str:
    """The parameter group of a cluster that names none."""
    return f"default.mysql{version.rpartition('.')[0]}"
