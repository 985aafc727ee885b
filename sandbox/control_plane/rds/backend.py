"""The RDS of one account in one region."""

from collections.abc import Iterable
from typing import Any

from moto.ec2.models import ec2_backends
from moto.rds.exceptions import (
    DBClusterNotFoundError,
    DBClusterParameterGroupNotFoundError,
    DBSubnetGroupNotFoundError,
    RDSClientError,
)
from moto.rds.models import DBClusterParameterGroup, RDSBackend

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.extending import Extended
from sandbox.control_plane.rds import deleting, modifying, restoring, snapshots
from sandbox.control_plane.rds.cluster import MultiAzCluster
from sandbox.control_plane.rds.events import report
from sandbox.control_plane.rds.operations import begin
from sandbox.control_plane.rds.refusals import others
from sandbox.control_plane.rds.refusals.refusing import check
from sandbox.control_plane.rds.refusals.rules import CREATE

ENGINE = "mysql"
AWS_KEY = "alias/aws/rds"


class ClusterBackend(Extended, RDSBackend):
    """moto's RDS with Multi-AZ DB clusters, which are the clusters whose engine is not Aurora's.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
    """

    SERVICE = "rds"

    def cluster_subnets(self, group: str) -> list[Any]:
        """One subnet a zone of a subnet group, ordered by zone: where the three members live."""
        if group not in self.subnet_groups:
            raise DBSubnetGroupNotFoundError(group)
        by_zone: dict[str, Any] = {}
        for subnet in self.subnet_groups[group]._subnets:
            by_zone.setdefault(subnet.availability_zone, subnet)
        return [by_zone[zone] for zone in sorted(by_zone)][:3]

    def multi_az_cluster(self, identifier: str) -> MultiAzCluster:
        """A Multi-AZ DB cluster by its name. Raises DBClusterNotFoundError."""
        cluster = self.clusters.get(identifier.rsplit(":", maxsplit=1)[-1])
        if not isinstance(cluster, MultiAzCluster):
            raise DBClusterNotFoundError(identifier)
        return cluster

    def parameters_of(self, group: str) -> dict[str, str]:
        """What a parameter group sets; the groups that AWS has by itself set nothing."""
        if group.startswith("default."):
            return {}
        if group not in self.db_cluster_parameter_groups:
            raise DBClusterParameterGroupNotFoundError(group)
        held = self.db_cluster_parameter_groups[group].parameters
        return {name: str(each["ParameterValue"]) for name, each in held.items() if "ParameterValue" in each}

    def storage_key(self, key: str | None) -> str:
        """The ARN of a key, by default of AWS's own key for RDS. Raises KMSKeyNotAccessibleFault.

        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
        """
        if key:
            arn: str = self._validate_kms_key(key)
        else:
            arn = self.kms.describe_key(self.kms.get_key_id_from_alias(AWS_KEY) or AWS_KEY).arn
        return arn

    def create_db_cluster(self, kwargs: dict[str, Any]) -> Any:
        """Makes the cluster and its three members, which are there when what stands behind them serves."""
        if kwargs.get("engine") != ENGINE:
            return super().create_db_cluster(kwargs)
        check(CREATE, self, kwargs)
        cluster = self.add_cluster(dict(kwargs))
        begin(
            cluster,
            "creating",
            lambda: CONTEXT.backing.create(cluster.order()),
            lambda: self.opened(cluster),
            lambda error: report(self, "RDS-EVENT-0354", "db-cluster", cluster.resource_id, error.message),
        )
        return cluster

    def add_cluster(self, order: dict[str, Any]) -> MultiAzCluster:
        """A new cluster with its members, whatever it is made from."""
        identifier = order["db_cluster_identifier"].lower()
        if identifier in self.clusters:
            raise RDSClientError("DBClusterAlreadyExistsFault", "DB Cluster already exists")
        if not order.get("vpc_security_group_ids"):
            order["vpc_security_group_ids"] = [self._default_security_group(order["db_subnet_group_name"])]
        cluster = MultiAzCluster(self, **order)
        self.clusters[identifier] = cluster
        cluster.add_members()
        return cluster

    def _default_security_group(self, subnet_group: str) -> str:
        vpc = self.cluster_subnets(subnet_group)[0].vpc_id
        group: str = ec2_backends[self.account_id][self.region_name].get_default_security_group(vpc).id
        return group

    def opened(self, cluster: MultiAzCluster) -> None:
        """The cluster serves: says so, and looks who writes."""
        cluster.see(CONTEXT.backing.observe(cluster.key))
        report(self, "RDS-EVENT-0170", "db-cluster", cluster.resource_id)
        for member in cluster._members:
            report(self, "RDS-EVENT-0005", "db-instance", member.resource_id)

    def modify_db_cluster(self, kwargs: dict[str, Any]) -> Any:
        """Changes a cluster at once or in its maintenance window."""
        if not isinstance(self.clusters.get(kwargs["db_cluster_identifier"]), MultiAzCluster):
            return super().modify_db_cluster(kwargs)
        return modifying.modify(self, dict(kwargs))

    def delete_db_cluster(self, cluster_identifier: str, snapshot_name: str | None = None) -> Any:
        """Deletes a cluster with its members and automated backups, after a last snapshot."""
        if not isinstance(self.clusters.get(cluster_identifier), MultiAzCluster):
            return super().delete_db_cluster(cluster_identifier, snapshot_name)
        return deleting.delete(self, self.multi_az_cluster(cluster_identifier), snapshot_name)

    def failover_db_cluster(self, db_cluster_identifier: str, target_db_instance_identifier: str | None = None) -> Any:
        """Makes a reader the writer."""
        if not isinstance(self.clusters.get(db_cluster_identifier), MultiAzCluster):
            return super().failover_db_cluster(db_cluster_identifier, target_db_instance_identifier)
        cluster = self.multi_az_cluster(db_cluster_identifier)
        return modifying.fail_over(self, cluster, target_db_instance_identifier)

    def reboot_db_cluster(self, db_cluster_identifier: str) -> Any:
        """Restarts the members, with the parameters that waited for it."""
        return modifying.reboot(self, self.multi_az_cluster(db_cluster_identifier))

    def create_db_cluster_snapshot(
        self,
        db_cluster_identifier: str,
        db_cluster_snapshot_identifier: str,
        snapshot_type: str = "manual",
        tags: list[dict[str, str]] | None = None,
    ) -> Any:
        """Takes a snapshot, which is there when it is taken."""
        snapshot = super().create_db_cluster_snapshot(
            db_cluster_identifier, db_cluster_snapshot_identifier, snapshot_type, tags
        )
        if isinstance(snapshot.cluster, MultiAzCluster):
            snapshots.take(self, snapshot)
        return snapshot

    def delete_db_cluster_snapshot(self, db_snapshot_identifier: str) -> Any:
        """Deletes a snapshot that a user took."""
        held = self.cluster_snapshots.get(db_snapshot_identifier)
        if held is not None and held.snapshot_type == snapshots.AUTOMATED:
            raise RDSClientError("InvalidDBClusterSnapshotStateFault", "Only manual snapshots may be deleted.")
        snapshot = super().delete_db_cluster_snapshot(db_snapshot_identifier)
        CONTEXT.backing.delete_snapshot(snapshot.arn)
        return snapshot

    def restore_db_cluster_from_snapshot(self, from_snapshot_id: str, overrides: dict[str, Any]) -> Any:
        """Makes a new cluster from a snapshot."""
        return restoring.from_snapshot(self, from_snapshot_id, dict(overrides))

    def restore_db_cluster_to_point_in_time(
        self, db_cluster_identifier: str, source_db_cluster_identifier: str, **order: Any
    ) -> Any:
        """Makes a new cluster from another one's automated backups."""
        return restoring.to_point_in_time(
            self, source_db_cluster_identifier, {**order, "db_cluster_identifier": db_cluster_identifier}
        )

    def modify_db_subnet_group(self, subnet_name: str, description: str, subnets: list[Any]) -> Any:
        """Changes a subnet group, and keeps it: moto takes it out and forgets to put it back."""
        group = super().modify_db_subnet_group(subnet_name, description, subnets)
        self.subnet_groups[subnet_name] = group
        return group

    def modify_db_cluster_parameter_group(
        self,
        db_cluster_parameter_group_name: str,
        db_cluster_parameter_group_parameters: Iterable[dict[str, Any]],
    ) -> DBClusterParameterGroup:
        """Changes parameters; those that are dynamic apply to the group's clusters at once.

        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithDBClusterParamGroups.html
        """
        given = list(db_cluster_parameter_group_parameters)
        for each in given:
            others.parameter(each)
        group = super().modify_db_cluster_parameter_group(db_cluster_parameter_group_name, given)
        modifying.apply_parameters(self, group.name, given)
        return group

    def reset_db_cluster_parameter_group(self, group: str, parameters: list[dict[str, Any]] | None) -> None:
        """Sets parameters back to what the engine has by default; None: all of them."""
        if group not in self.db_cluster_parameter_groups:
            raise DBClusterParameterGroupNotFoundError(group)
        held = self.db_cluster_parameter_groups[group].parameters
        names = [each["ParameterName"] for each in parameters] if parameters is not None else list(held)
        gone = [held.pop(name) for name in names if name in held]
        modifying.apply_parameters(self, group, gone)

    def delete_db_cluster_parameter_group(self, db_cluster_parameter_group_name: str) -> None:
        """Deletes a group that no cluster uses."""
        users = [each for each in self.clusters.values() if each.parameter_group == db_cluster_parameter_group_name]
        if users:
            raise RDSClientError(
                "InvalidDBParameterGroupState",
                f"One or more database clusters are still members of this parameter group "
                f"{db_cluster_parameter_group_name}, so the group cannot be deleted",
            )
        super().delete_db_cluster_parameter_group(db_cluster_parameter_group_name)

    def delete_subnet_group(self, subnet_name: str) -> Any:
        """Deletes a subnet group that no cluster uses."""
        if any(each.db_subnet_group_name == subnet_name for each in self.clusters.values()):
            raise RDSClientError(
                "InvalidDBSubnetGroupStateFault",
                f"Cannot delete the subnet group '{subnet_name}' because at least one database instance is still "
                f"using it.",
            )
        return super().delete_subnet_group(subnet_name)
