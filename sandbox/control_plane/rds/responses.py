"""The calls of RDS that moto has not, and those that it reads too little of."""

from datetime import timedelta
from typing import Any

from moto.core.responses import ActionResult, EmptyResult, PaginatedResult
from moto.ec2.models import ec2_backends
from moto.rds.exceptions import InvalidParameterCombination, RDSClientError, SubscriptionNotFoundError
from moto.rds.responses import RDSResponse

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds.backend import ENGINE
from sandbox.control_plane.rds.cluster import MultiAzCluster
from sandbox.control_plane.rds.events import RdsEvent
from sandbox.control_plane.rds.facts import facts
from sandbox.control_plane.rds.member import MultiAzMember
from sandbox.control_plane.rds.orderable import orderable
from sandbox.control_plane.rds.refusals import others


class ClusterResponse(RDSResponse):
    """moto's answers, and those of Multi-AZ DB clusters."""

    def delete_db_cluster(self) -> ActionResult:
        """Needs a last snapshot's name, or to be told that none is wanted.

        https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html
        """
        last, skip = self.params.get("FinalDBSnapshotIdentifier"), self.params.get("SkipFinalSnapshot")
        cluster = self.backend.clusters.get(self.params["DBClusterIdentifier"])
        if isinstance(cluster, MultiAzCluster) and bool(last) == bool(skip):
            raise InvalidParameterCombination(
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
                if not last
                else "FinalDBSnapshotIdentifier can not be specified when deleting without a final snapshot."
            )
        return super().delete_db_cluster()

    def reboot_db_cluster(self) -> ActionResult:
        """RebootDBCluster."""
        return ActionResult({"DBCluster": self.backend.reboot_db_cluster(self.params["DBClusterIdentifier"])})

    def reset_db_cluster_parameter_group(self) -> ActionResult:
        """ResetDBClusterParameterGroup."""
        group = self.params["DBClusterParameterGroupName"]
        named = None if self.params.get("ResetAllParameters") else self.params.get("Parameters", [])
        self.backend.reset_db_cluster_parameter_group(group, named)
        return ActionResult({"DBClusterParameterGroupName": group})

    def describe_db_cluster_parameters(self) -> ActionResult:
        """Filters by source; every parameter that a group sets comes from a user."""
        if self.params.get("Source") not in (None, "user"):
            return ActionResult({"Parameters": []})
        return super().describe_db_cluster_parameters()

    def create_db_instance(self) -> ActionResult:
        """Refuses to add a member.

        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/create-multi-az-db-cluster.html
        """
        cluster = self.backend.clusters.get(self.params.get("DBClusterIdentifier") or "")
        if isinstance(cluster, MultiAzCluster):
            raise InvalidParameterCombination(
                "CreateDBInstance can't be used to create a DB instance in a Multi-AZ DB cluster. "
                "Use CreateDBCluster instead."
            )
        return super().create_db_instance()

    def delete_db_instance(self) -> ActionResult:
        """Refuses to take a member away."""
        self._refuse_member("DeleteDBInstance")
        return super().delete_db_instance()

    def modify_db_instance(self) -> ActionResult:
        """Refuses to change a member on its own."""
        self._refuse_member("ModifyDBInstance")
        return super().modify_db_instance()

    def _refuse_member(self, call: str) -> None:
        if isinstance(self.backend.databases.get(self.params["DBInstanceIdentifier"]), MultiAzMember):
            raise RDSClientError(
                "InvalidDBInstanceState", f"{call} can't be used on a DB instance that is in a Multi-AZ DB cluster."
            )

    def describe_events(self) -> ActionResult:
        """The events of the last hour, or of the time asked for.

        https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeEvents.html
        """
        found = self.backend.describe_events(self.params.get("SourceIdentifier"), self.params.get("SourceType"))
        end = self.params.get("EndTime") or CONTEXT.now()
        start = self.params.get("StartTime") or end - timedelta(minutes=self.params.get("Duration") or 60)
        wanted = set(self.params.get("EventCategories") or [])
        kept = [
            each
            for each in found
            if isinstance(each, RdsEvent)
            and start <= each.date <= end
            and (not wanted or wanted & set(each.event_categories))
        ]
        return ActionResult({"Events": kept})

    def create_event_subscription(self) -> ActionResult:
        """A subscription is enabled unless it is told not to be."""
        others.subscription(self.backend, self.params)
        if self.params.get("Enabled") is None:
            self.params["Enabled"] = True
        return super().create_event_subscription()

    def modify_event_subscription(self) -> ActionResult:
        """ModifyEventSubscription."""
        subscription = self._subscription()
        held = {"sns_topic_arn": subscription.sns_topic_arn, "source_type": subscription.source_type}
        others.subscription(self.backend, {**held, "source_ids": subscription.source_ids, **dict(self.params)})
        for name, attribute in {
            "SnsTopicArn": "sns_topic_arn",
            "SourceType": "source_type",
            "EventCategories": "event_categories",
            "Enabled": "enabled",
        }.items():
            if self.params.get(name) is not None:
                setattr(subscription, attribute, self.params[name])
        return ActionResult({"EventSubscription": subscription})

    def add_source_identifier_to_subscription(self) -> ActionResult:
        """AddSourceIdentifierToSubscription."""
        subscription = self._subscription()
        subscription.source_ids = [*subscription.source_ids, self.params["SourceIdentifier"]]
        return ActionResult({"EventSubscription": subscription})

    def remove_source_identifier_from_subscription(self) -> ActionResult:
        """RemoveSourceIdentifierFromSubscription."""
        subscription = self._subscription()
        subscription.source_ids = [each for each in subscription.source_ids if each != self.params["SourceIdentifier"]]
        return ActionResult({"EventSubscription": subscription})

    def _subscription(self) -> Any:
        name = self.params["SubscriptionName"]
        if name not in self.backend.event_subscriptions:
            raise SubscriptionNotFoundError(name)
        return self.backend.event_subscriptions[name]

    def describe_db_engine_versions(self) -> ActionResult:
        """The versions of MySQL that can carry a Multi-AZ DB cluster."""
        asked = self.params.get("EngineVersion")
        versions = [
            {
                "Engine": ENGINE,
                "EngineVersion": version,
                "MajorEngineVersion": version.rpartition(".")[0],
                "DBParameterGroupFamily": f"mysql{version.rpartition('.')[0]}",
                "DBEngineDescription": "MySQL Community Edition",
                "DBEngineVersionDescription": f"MySQL {version}",
                "ExportableLogTypes": facts()["logs"]["types"],
                "Status": "available",
            }
            for version in facts()["versions"]["available"]
            if not asked or version == asked or version.rpartition(".")[0] == asked
        ]
        return ActionResult({"DBEngineVersions": versions if self.params.get("Engine") in (None, ENGINE) else []})

    def describe_orderable_db_instance_options(self) -> PaginatedResult:
        """The classes that carry a Multi-AZ DB cluster, with each version and storage type.

        https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOrderableDBInstanceOptions.html
        """
        if self.params.get("Engine") != ENGINE:
            return super().describe_orderable_db_instance_options()
        zones = [zone.name for zone in ec2_backends[self.current_account][self.region].describe_availability_zones()]
        found = orderable(self.region, zones, self.params.get("EngineVersion"), self.params.get("DBInstanceClass"))
        return PaginatedResult({"OrderableDBInstanceOptions": list(found)})

    def describe_pending_maintenance_actions(self) -> ActionResult:
        """None: AWS has nothing to patch here."""
        return ActionResult({"PendingMaintenanceActions": []})

    def describe_db_log_files(self) -> ActionResult:
        """A member's log files, as large as they are."""
        member = self.backend.describe_db_instances(self.params["DBInstanceIdentifier"])[0]
        if not isinstance(member, MultiAzMember):
            return super().describe_db_log_files()
        files = [
            {
                "LogFileName": path,
                "LastWritten": int(CONTEXT.now().timestamp() * 1000),
                "Size": len(_log(member, path)),
            }
            for path in LOG_FILES
        ]
        return ActionResult({"DescribeDBLogFiles": files})

    def download_db_log_file_portion(self) -> ActionResult:
        """The text of a member's log file."""
        member = self.backend.describe_db_instances(self.params["DBInstanceIdentifier"])[0]
        path = self.params["LogFileName"]
        if not isinstance(member, MultiAzMember) or path not in LOG_FILES:
            raise RDSClientError("DBLogFileNotFoundFault", f"DBLog File: {path}, is not found on the DB instance")
        return ActionResult(
            {"LogFileData": _log(member, path).decode(errors="replace"), "Marker": "0", "AdditionalDataPending": False}
        )

    def create_db_subnet_group(self) -> ActionResult:
        """Needs two zones; a cluster needs three."""
        others.subnet_group(self._subnets())
        return super().create_db_subnet_group()

    def modify_db_subnet_group(self) -> ActionResult:
        """Needs two zones."""
        others.subnet_group(self._subnets())
        return super().modify_db_subnet_group()

    def _subnets(self) -> list[Any]:
        ec2 = ec2_backends[self.current_account][self.region]
        return [ec2.get_subnet(each) for each in self.params.get("SubnetIds", [])]

    def create_db_cluster_parameter_group(self) -> ActionResult:
        """Needs a family that RDS has."""
        others.family(self.params.get("DBParameterGroupFamily") or "")
        return super().create_db_cluster_parameter_group()

    def copy_db_cluster_snapshot(self) -> ActionResult:
        """Not for these clusters."""
        name = self.params["SourceDBClusterSnapshotIdentifier"].split(":cluster-snapshot:")[-1]
        self._refuse_for_snapshot(name, "Copying a snapshot")
        return super().copy_db_cluster_snapshot()

    def modify_db_cluster_snapshot_attribute(self) -> ActionResult:
        """Not for these clusters."""
        self._refuse_for_snapshot(self.params["DBClusterSnapshotIdentifier"], "Sharing a snapshot")
        return super().modify_db_cluster_snapshot_attribute()

    def _refuse_for_snapshot(self, name: str, what: str) -> None:
        snapshot = self.backend.cluster_snapshots.get(name)
        if snapshot and isinstance(snapshot.cluster, MultiAzCluster):
            others.never(what)

    def stop_db_cluster(self) -> ActionResult:
        """Not for these clusters."""
        self._refuse_for_cluster(self.params["DBClusterIdentifier"], "Stopping")
        return super().stop_db_cluster()

    def start_db_cluster(self) -> ActionResult:
        """Not for these clusters."""
        self._refuse_for_cluster(self.params["DBClusterIdentifier"], "Starting")
        return super().start_db_cluster()

    def create_blue_green_deployment(self) -> ActionResult:
        """Not for these clusters."""
        self._refuse_for_cluster(self.params["Source"], "A blue/green deployment")
        return super().create_blue_green_deployment()

    def backtrack_db_cluster(self) -> ActionResult:
        """For Aurora alone."""
        return others.never("Backtracking")

    def start_activity_stream(self) -> ActionResult:
        """Not for these clusters."""
        return others.never("An activity stream")

    def start_db_instance_automated_backups_replication(self) -> ActionResult:
        """Not for these clusters."""
        return others.never("Replicating automated backups")

    def create_db_instance_read_replica(self) -> ActionResult:
        """Not where RDS manages the master password, and not from another region.

        https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
        """
        source = self.params.get("SourceDBClusterIdentifier") or ""
        if source.startswith("arn:") and source.split(":")[3] != self.region:
            others.never("A read replica in another Region")
        cluster = self.backend.clusters.get(source.split(":")[-1])
        if isinstance(cluster, MultiAzCluster) and cluster.manage_master_user_password:
            raise RDSClientError(
                "InvalidParameterValue",
                "Creating read replicas for source instance with engine mysql where ManageMasterUserPassword is "
                "enabled is not supported.",
            )
        return super().create_db_instance_read_replica()

    def _refuse_for_cluster(self, name: str, what: str) -> None:
        if isinstance(self.backend.clusters.get(name.rsplit(":", maxsplit=1)[-1]), MultiAzCluster):
            others.never(what)

    def apply_pending_maintenance_action(self) -> ActionResult:
        """There is none to apply."""
        raise RDSClientError("ResourceNotFoundFault", f"No pending maintenance for {self.params['ResourceIdentifier']}")

    def switchover_read_replica(self) -> EmptyResult:
        """SwitchoverReadReplica is for Oracle alone."""
        raise InvalidParameterCombination("SwitchoverReadReplica is supported for Oracle alone.")


LOG_FILES = {
    "error/mysql-error.log": "error",
    "general/mysql-general.log": "general",
    "slowquery/mysql-slowquery.log": "slowquery",
}


def _log(member: MultiAzMember, path: str) -> bytes:
    whole, part = b"", None
    while part is None or part.content:
        part = CONTEXT.backing.log(member.cluster.key, member.db_instance_identifier, LOG_FILES[path], len(whole))
        whole += part.content
    return whole
