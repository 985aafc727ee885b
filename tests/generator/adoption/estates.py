"""A cluster as teams make them without Tidegate: names, a network and settings of their own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3

IDENTIFIER = "ledger"
ZONES = ("eu-west-1a", "eu-west-1b", "eu-west-1c")
LOG_GROUP = f"/aws/rds/cluster/{IDENTIFIER}/error"
RANGES = ("172.31.64.0/22", "172.31.68.0/22", "172.31.72.0/22")


@dataclass(frozen=True, slots=True)
class Estate:
    """What was made, by the ids that AWS gave."""

    vpc: str
    subnets: tuple[str, ...]
    table: str
    key: str
    group: str
    application: str


def make_network(session: "boto3.Session") -> tuple[str, tuple[str, ...], str]:
    """A VPC with three subnets that share a route table, and an endpoint for Secrets Manager."""
    ec2 = session.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="172.31.0.0/16")["Vpc"]["VpcId"]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    subnets = []
    for zone, cidr in zip(ZONES, RANGES, strict=True):
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=zone)["Subnet"]["SubnetId"]
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        subnets.append(subnet)
    ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName="com.amazonaws.eu-west-1.secretsmanager",
        VpcEndpointType="Interface",
        SubnetIds=subnets[:1],
        PrivateDnsEnabled=True,
    )
    return vpc, tuple(subnets), table


def make_estate(session: "boto3.Session", **settings: Any) -> Estate:
    """The network and the cluster in it; `settings` go over those of the cluster."""
    vpc, subnets, table = make_network(session)
    ec2, rds = session.client("ec2"), session.client("rds")
    key = session.client("kms").create_key(Description="ledger")["KeyMetadata"]["Arn"]
    group = _group(session, vpc, "ledger-database")
    application = _group(session, vpc, "ledger-application")
    origin: dict[str, Any] = {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306}
    admitted: Any = [
        {**origin, "UserIdGroupPairs": [{"GroupId": application}]},
        {**origin, "IpRanges": [{"CidrIp": "172.31.128.0/24"}]},
        {**origin, "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "172.31.200.0/24"}]},
    ]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=admitted)
    rds.create_db_subnet_group(
        DBSubnetGroupName="production-data", DBSubnetGroupDescription="By hand", SubnetIds=list(subnets)
    )
    rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName="ledger-settings", DBParameterGroupFamily="mysql8.4", Description="By hand"
    )
    rds.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName="ledger-settings",
        Parameters=[{"ParameterName": "max_connections", "ParameterValue": "900", "ApplyMethod": "immediate"}],
    )
    session.client("logs").create_log_group(logGroupName=LOG_GROUP)
    rds.create_db_cluster(**_cluster(group, key) | settings)
    return Estate(vpc, subnets, table, key, group, application)


def _group(session: "boto3.Session", vpc: str, name: str) -> str:
    made = session.client("ec2").create_security_group(GroupName=name, Description="By hand", VpcId=vpc)
    return made["GroupId"]


def _cluster(group: str, key: str) -> dict[str, Any]:
    return {
        "DBClusterIdentifier": IDENTIFIER,
        "Engine": "mysql",
        "EngineVersion": "8.4.11",
        "DBClusterInstanceClass": "db.r6gd.large",
        "AllocatedStorage": 200,
        "StorageType": "io1",
        "Iops": 2000,
        "StorageEncrypted": True,
        "KmsKeyId": key,
        "MasterUsername": "boss",
        "ManageMasterUserPassword": True,
        "DBSubnetGroupName": "production-data",
        "DBClusterParameterGroupName": "ledger-settings",
        "VpcSecurityGroupIds": [group],
        "BackupRetentionPeriod": 9,
        "PreferredBackupWindow": "01:00-01:45",
        "PreferredMaintenanceWindow": "tue:05:00-tue:06:00",
    }
