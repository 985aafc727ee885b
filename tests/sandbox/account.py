"""An account of the sandbox, with a network, as tests use it."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import boto3
from botocore.config import Config


class Reached(Protocol):
    """A control plane, in this process or in another."""

    @property
    def endpoint(self) -> str: ...

    def credentials(self, account_id: str) -> dict[str, str]: ...


@dataclass
class Account:
    plane: Reached
    number: str
    region: str = "eu-west-1"
    made: Any = None
    vpc: str = ""
    keys: dict[str, str] = field(default_factory=dict)

    ORDER: ClassVar[dict[str, Any]] = {
        "DBClusterIdentifier": "orders",
        "Engine": "mysql",
        "EngineVersion": "8.4",
        "DBClusterInstanceClass": "db.r6gd.xlarge",
        "AllocatedStorage": 400,
        "Iops": 3000,
        "StorageType": "io1",
        "DBSubnetGroupName": "orders",
        "DBClusterParameterGroupName": "orders",
        "MasterUsername": "dbadmin",
        "ManageMasterUserPassword": True,
        "StorageEncrypted": True,
        "EnableIAMDatabaseAuthentication": True,
        "DatabaseName": "orders",
        "BackupRetentionPeriod": 14,
        "PreferredBackupWindow": "02:00-03:00",
        "PreferredMaintenanceWindow": "sun:04:00-sun:05:00",
        "EnableCloudwatchLogsExports": ["error", "slowquery"],
        "EnablePerformanceInsights": True,
        "PerformanceInsightsRetentionPeriod": 465,
        "DatabaseInsightsMode": "advanced",
    }

    def client(self, service: str, **keys: str) -> Any:
        issued = self.plane.credentials(self.number)
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.plane.endpoint,
            region_name=self.region,
            config=Config(proxies={}, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
            **(
                keys
                or self.keys
                or {
                    "aws_access_key_id": issued["AWS_ACCESS_KEY_ID"],
                    "aws_secret_access_key": issued["AWS_SECRET_ACCESS_KEY"],
                    "aws_session_token": issued["AWS_SESSION_TOKEN"],
                }
            ),
        )

    def network(self, zones: str = "abc") -> None:
        ec2 = self.client("ec2")
        self.vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(
                VpcId=self.vpc, CidrBlock=f"10.20.{16 * number}.0/20", AvailabilityZone=f"{self.region}{zone}"
            )["Subnet"]["SubnetId"]
            for number, zone in enumerate(zones)
        ]
        self.rds = self.client("rds")
        self.secrets = self.client("secretsmanager")
        self.rds.create_db_subnet_group(
            DBSubnetGroupName="orders", DBSubnetGroupDescription="private", SubnetIds=subnets
        )
        self.rds.create_db_cluster_parameter_group(
            DBClusterParameterGroupName="orders", DBParameterGroupFamily="mysql8.4", Description="orders"
        )

    def cluster(self, **changes: Any) -> dict[str, Any]:
        order = {name: value for name, value in (self.ORDER | changes).items() if value is not None}
        made: dict[str, Any] = self.rds.create_db_cluster(**order)["DBCluster"]
        return made
