"""What RDS refuses, the sandbox refuses, with the same error code."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.control_plane import ControlPlane
from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds.refusals import rules
from tests.sandbox.account import Account

ROLE = "arn:aws:iam::222222222222:role/monitoring"
FOREIGN_KEY = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555"
COMBINATION, VALUE = "InvalidParameterCombination", "InvalidParameterValue"

CREATE: list[tuple[str, dict[str, Any], str, str]] = [
    ("what_is_needed", {"DBClusterInstanceClass": None}, VALUE, "DBClusterInstanceClass must be provided"),
    ("what_is_needed", {"AllocatedStorage": None}, VALUE, "AllocatedStorage must be provided"),
    ("what_is_needed", {"DBSubnetGroupName": None}, VALUE, "DBSubnetGroupName must be provided"),
    ("what_is_needed", {"MasterUsername": None}, VALUE, "MasterUsername must be provided"),
    ("identifier", {"DBClusterIdentifier": "a" * 53}, VALUE, "1 to 52 letters"),
    ("identifier", {"DBClusterIdentifier": "a--b"}, VALUE, "two consecutive hyphens"),
    ("identifier", {"DBClusterIdentifier": "a-"}, VALUE, "do not end with a hyphen"),
    ("identifier", {"DBClusterIdentifier": "1a"}, VALUE, "begin with a letter"),
    ("version", {"EngineVersion": "9.9.99"}, COMBINATION, "Cannot find version 9.9.99 for mysql"),
    (
        "version",
        {"EngineVersion": "8.0", "EngineLifecycleSupport": "open-source-rds-extended-support-disabled"},
        COMBINATION,
        "past its end of standard support",
    ),
    ("instance_class", {"DBClusterInstanceClass": "db.t3.micro"}, COMBINATION, "DBInstanceClass=db.t3.micro"),
    ("instance_class", {"DBClusterInstanceClass": "db.r6gd.medium"}, COMBINATION, "DBInstanceClass=db.r6gd.medium"),
    ("storage", {"StorageType": "gp2"}, COMBINATION, "Invalid storage type"),
    ("storage", {"Iops": None}, COMBINATION, "You must specify Iops for storage type io1"),
    ("storage", {"AllocatedStorage": 50}, VALUE, "Invalid storage size"),
    ("storage", {"Iops": 999}, VALUE, "Invalid iops value"),
    ("storage", {"Iops": 20_001}, COMBINATION, "ratio"),
    ("storage", {"StorageType": "gp3", "AllocatedStorage": 399}, COMBINATION, "a storage size less than 400"),
    ("storage", {"StorageType": "gp3"}, VALUE, "Invalid iops value"),
    ("master_user", {"MasterUsername": "1bad-user!"}, VALUE, "not a valid identifier"),
    ("master_user", {"MasterUsername": "rdsadmin"}, VALUE, "a reserved word"),
    ("master_password", {"MasterUserPassword": "long-enough"}, COMBINATION, "ManageMasterUserPassword enabled"),
    ("master_password", {"ManageMasterUserPassword": None}, VALUE, "MasterUserPassword must be provided"),
    (
        "master_password",
        {"ManageMasterUserPassword": None, "MasterUserPassword": "short"},
        VALUE,
        "not a valid password",
    ),
    (
        "master_password",
        {"ManageMasterUserPassword": None, "MasterUserPassword": "with/slash"},
        VALUE,
        "not a valid password",
    ),
    ("database", {"DatabaseName": "my-orders"}, VALUE, "alphanumeric"),
    ("port", {"Port": 80}, VALUE, "between 1150 and 65535"),
    ("retention", {"BackupRetentionPeriod": 0}, VALUE, "Invalid backup retention period: 0"),
    ("retention", {"BackupRetentionPeriod": 36}, VALUE, "Invalid backup retention period: 36"),
    ("windows", {"PreferredBackupWindow": "04:30-05:30"}, VALUE, "must not overlap"),
    ("windows", {"PreferredBackupWindow": "02:00-02:20"}, VALUE, "at least 30 minutes"),
    ("windows", {"PreferredMaintenanceWindow": "sunday"}, VALUE, "Invalid maintenance window format"),
    ("logs", {"EnableCloudwatchLogsExports": ["audit"]}, COMBINATION, "log types 'audit'"),
    ("insights", {"PerformanceInsightsRetentionPeriod": 94}, VALUE, "retention period: 94"),
    ("insights", {"PerformanceInsightsRetentionPeriod": 7}, COMBINATION, "at least 465 days"),
    ("insights", {"EnablePerformanceInsights": False}, COMBINATION, "Performance Insights must be enabled"),
    ("monitoring", {"MonitoringInterval": 2, "MonitoringRoleArn": ROLE}, VALUE, "Invalid MonitoringInterval: 2"),
    ("monitoring", {"MonitoringInterval": 15}, COMBINATION, "A MonitoringRoleARN value is required"),
    ("monitoring", {"MonitoringRoleArn": ROLE}, COMBINATION, "a MonitoringInterval value other than 0"),
    ("keys", {"KmsKeyId": FOREIGN_KEY}, "KMSKeyNotAccessibleFault", "us-east-1"),
    ("keys", {"KmsKeyId": FOREIGN_KEY, "StorageEncrypted": False}, COMBINATION, "needs StorageEncrypted"),
    ("certificate", {"CACertificateIdentifier": "rds-ca-2019"}, "CertificateNotFound", "rds-ca-2019"),
    ("parameter_group", {"DBClusterParameterGroupName": "old"}, COMBINATION, "DBParameterGroupFamily mysql8.4"),
    ("parameter_group", {"DBClusterParameterGroupName": "none"}, "DBParameterGroupNotFound", "none"),
    ("security_groups", {"VpcSecurityGroupIds": ["sg-00000000"]}, VALUE, "Invalid security group"),
    ("subnets", {"DBSubnetGroupName": "two"}, "InvalidVPCNetworkStateFault", "At least three subnets"),
    ("unsupported", {"AvailabilityZones": ["eu-west-1a"]}, COMBINATION, "AvailabilityZones isn't supported"),
    ("unsupported", {"BacktrackWindow": 60}, COMBINATION, "BacktrackWindow isn't supported"),
    ("unsupported", {"GlobalClusterIdentifier": "world"}, COMBINATION, "GlobalClusterIdentifier isn't supported"),
    ("unsupported", {"EnableHttpEndpoint": True}, COMBINATION, "EnableHttpEndpoint isn't supported"),
    ("unsupported", {"OptionGroupName": "audit"}, COMBINATION, "OptionGroupName isn't supported"),
    ("unsupported", {"NetworkType": "DUAL"}, COMBINATION, "the network type IPV4 alone"),
    ("source", {"ReplicationSourceIdentifier": "other"}, VALUE, "isn't supported for read replica"),
    (
        "source",
        {"ReplicationSourceIdentifier": "arn:aws:rds:us-east-1:1:cluster:o", "ManageMasterUserPassword": None},
        COMBINATION,
        "can't be replicated",
    ),
]


@pytest.fixture(scope="module")
def account(plane: ControlPlane) -> Account:
    account = Account(plane, "399999999999")
    account.network()
    account.rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName="old", DBParameterGroupFamily="mysql8.0", Description="old"
    )
    subnets = account.rds.describe_db_subnet_groups()["DBSubnetGroups"][0]["Subnets"]
    account.rds.create_db_subnet_group(
        DBSubnetGroupName="two",
        DBSubnetGroupDescription="two zones",
        SubnetIds=[each["SubnetIdentifier"] for each in subnets[:2]],
    )
    return account


def refusal(call: Any, **order: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call(**order)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [case[1:] for case in CREATE],
    ids=[f"{rule}-{number}" for number, (rule, *_) in enumerate(CREATE)],
)
def test_a_cluster_that_aws_does_not_make_is_refused(
    account: Account, changes: dict[str, Any], code: str, said: str
) -> None:
    found, message = refusal(account.cluster, **changes)
    assert (found, said in message) == (code, True), message
    assert account.rds.describe_db_clusters()["DBClusters"] == []


def test_each_rule_of_a_creation_refuses_something_here() -> None:
    assert {rule.__name__ for rule in rules.CREATE} == {case[0] for case in CREATE}


@pytest.fixture(scope="module")
def cluster(plane: ControlPlane) -> Account:
    account = Account(plane, "399999999998")
    account.network()
    seconds, CONTEXT.transition_seconds = CONTEXT.transition_seconds, 0.05
    account.cluster(EngineVersion="8.4.9")
    account.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})
    account.rds.create_db_cluster_snapshot(DBClusterIdentifier="orders", DBClusterSnapshotIdentifier="s")
    account.rds.get_waiter("db_cluster_snapshot_available").wait(WaiterConfig={"Delay": 1})
    CONTEXT.transition_seconds = seconds
    return account


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"Port": 3307}, COMBINATION, "Port can't be modified"),
        ({"NetworkType": "DUAL"}, COMBINATION, "the network type IPV4 alone"),
        ({"BacktrackWindow": 60}, COMBINATION, "BacktrackWindow isn't supported"),
        ({"EngineVersion": "8.4.8"}, COMBINATION, "Cannot upgrade mysql from 8.4.9 to 8.4.8"),
        ({"EngineVersion": "9.9"}, COMBINATION, "Cannot find upgrade path"),
        ({"EngineVersion": "8.0.46"}, COMBINATION, "Cannot upgrade mysql from 8.4.9 to 8.0.46"),
        ({"AllocatedStorage": 300}, COMBINATION, "cannot be smaller"),
        ({"Iops": 4000}, COMBINATION, "a value for both allocated storage and iops"),
        ({"AllocatedStorage": 400, "Iops": 40_000}, COMBINATION, "ratio"),
        ({"BackupRetentionPeriod": 0}, VALUE, "Invalid backup retention period: 0"),
        ({"PreferredMaintenanceWindow": "sun:02:30-sun:03:30"}, VALUE, "must not overlap"),
        ({"DBClusterInstanceClass": "db.t3.micro"}, COMBINATION, "DBInstanceClass=db.t3.micro"),
        ({"PerformanceInsightsRetentionPeriod": 7}, COMBINATION, "at least 465 days"),
        ({"MasterUserPassword": "long-enough"}, COMBINATION, "ManageMasterUserPassword enabled"),
        ({"RotateMasterUserPassword": True}, COMBINATION, "apply immediately"),
        ({"CloudwatchLogsExportConfiguration": {"EnableLogTypes": ["audit"]}}, COMBINATION, "log types 'audit'"),
    ],
)
def test_a_change_that_aws_does_not_make_is_refused(
    cluster: Account, changes: dict[str, Any], code: str, said: str
) -> None:
    found, message = refusal(cluster.rds.modify_db_cluster, DBClusterIdentifier="orders", **changes)
    assert (found, said in message) == (code, True), message


ARN = "arn:aws:rds:eu-west-1:399999999998:cluster:orders"


@pytest.mark.parametrize(
    ("call", "order", "code", "said"),
    [
        ("delete_db_cluster", {"DBClusterIdentifier": "orders"}, COMBINATION, "FinalDBSnapshotIdentifier is required"),
        ("stop_db_cluster", {"DBClusterIdentifier": "orders"}, COMBINATION, "Stopping isn't supported"),
        ("start_db_cluster", {"DBClusterIdentifier": "orders"}, COMBINATION, "Starting isn't supported"),
        (
            "copy_db_cluster_snapshot",
            {"SourceDBClusterSnapshotIdentifier": "s", "TargetDBClusterSnapshotIdentifier": "t"},
            COMBINATION,
            "Copying a snapshot isn't supported",
        ),
        (
            "modify_db_cluster_snapshot_attribute",
            {"DBClusterSnapshotIdentifier": "s", "AttributeName": "restore", "ValuesToAdd": ["1"]},
            COMBINATION,
            "Sharing a snapshot isn't supported",
        ),
        (
            "create_blue_green_deployment",
            {"BlueGreenDeploymentName": "b", "Source": ARN},
            COMBINATION,
            "A blue/green deployment isn't supported",
        ),
        (
            "modify_db_instance",
            {"DBInstanceIdentifier": "orders-instance-1", "DBInstanceClass": "db.r6gd.large"},
            "InvalidDBInstanceState",
            "in a Multi-AZ DB cluster",
        ),
        (
            "start_activity_stream",
            {"ResourceArn": ARN, "Mode": "async", "KmsKeyId": "alias/aws/rds"},
            COMBINATION,
            "An activity stream",
        ),
        ("switchover_read_replica", {"DBInstanceIdentifier": "orders-instance-2"}, COMBINATION, "for Oracle alone"),
        (
            "apply_pending_maintenance_action",
            {"ResourceIdentifier": ARN, "ApplyAction": "system-update", "OptInType": "immediate"},
            "ResourceNotFoundFault",
            "No pending maintenance",
        ),
        ("backtrack_db_cluster", {"DBClusterIdentifier": "orders", "BacktrackTo": 0}, COMBINATION, "Backtracking"),
        (
            "start_db_instance_automated_backups_replication",
            {"SourceDBInstanceArn": ARN},
            COMBINATION,
            "Replicating automated backups",
        ),
        (
            "create_db_instance_read_replica",
            {"DBInstanceIdentifier": "r", "SourceDBClusterIdentifier": "orders"},
            VALUE,
            "ManageMasterUserPassword is enabled",
        ),
        (
            "create_db_instance_read_replica",
            {"DBInstanceIdentifier": "r", "SourceDBClusterIdentifier": ARN.replace("eu-west-1", "us-east-1")},
            COMBINATION,
            "another Region",
        ),
        (
            "create_db_instance",
            {
                "DBInstanceIdentifier": "fourth",
                "DBClusterIdentifier": "orders",
                "Engine": "mysql",
                "DBInstanceClass": "db.r6gd.xlarge",
            },
            COMBINATION,
            "can't be used to create a DB instance in a Multi-AZ DB cluster",
        ),
        (
            "delete_db_instance",
            {"DBInstanceIdentifier": "orders-instance-1", "SkipFinalSnapshot": True},
            "InvalidDBInstanceState",
            "in a Multi-AZ DB cluster",
        ),
        (
            "failover_db_cluster",
            {"DBClusterIdentifier": "orders", "TargetDBInstanceIdentifier": "orders-instance-1"},
            VALUE,
            "is not a reader",
        ),
        (
            "restore_db_cluster_to_point_in_time",
            {"DBClusterIdentifier": "again", "SourceDBClusterIdentifier": "orders"},
            COMBINATION,
            "Specify either RestoreToTime or UseLatestRestorableTime",
        ),
        (
            "restore_db_cluster_to_point_in_time",
            {
                "DBClusterIdentifier": "again",
                "SourceDBClusterIdentifier": "orders",
                "RestoreToTime": "2001-01-01T00:00:00Z",
            },
            "InvalidRestoreFault",
            "cannot be restored to a time earlier",
        ),
        (
            "modify_db_cluster_parameter_group",
            {
                "DBClusterParameterGroupName": "orders",
                "Parameters": [
                    {"ParameterName": "binlog_format", "ParameterValue": "MIXED", "ApplyMethod": "immediate"}
                ],
            },
            VALUE,
            "binlog_format cannot be modified",
        ),
        (
            "create_db_cluster_parameter_group",
            {"DBClusterParameterGroupName": "p", "DBParameterGroupFamily": "mysql9.9", "Description": "p"},
            VALUE,
            "not a valid parameter group family",
        ),
        (
            "delete_db_cluster_parameter_group",
            {"DBClusterParameterGroupName": "orders"},
            "InvalidDBParameterGroupState",
            "still members",
        ),
        (
            "delete_db_subnet_group",
            {"DBSubnetGroupName": "orders"},
            "InvalidDBSubnetGroupStateFault",
            "still using it",
        ),
        (
            "create_event_subscription",
            {"SubscriptionName": "e", "SnsTopicArn": "arn:aws:sns:us-east-1:399999999998:alerts"},
            "SNSTopicArnNotFound",
            "does not exist in eu-west-1",
        ),
    ],
)
def test_what_such_clusters_cannot_do_is_refused(
    cluster: Account, call: str, order: dict[str, Any], code: str, said: str
) -> None:
    found, message = refusal(getattr(cluster.rds, call), **order)
    assert (found, said in message) == (code, True), message


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"EventCategories": ["availability"], "SourceType": "db-cluster"}, "SubscriptionCategoryNotFound"),
        ({"SourceIds": ["nobody"], "SourceType": "db-cluster"}, "SourceNotFound"),
        ({"SourceIds": ["orders"]}, COMBINATION),
        ({"SourceType": "db-world"}, VALUE),
    ],
)
def test_a_subscription_to_what_is_not_there_is_refused(cluster: Account, changes: dict[str, Any], code: str) -> None:
    topic = cluster.client("sns").create_topic(Name="alerts")["TopicArn"]
    order = {"SubscriptionName": "e", "SnsTopicArn": topic} | changes
    assert refusal(cluster.rds.create_event_subscription, **order)[0] == code


def test_a_subnet_group_needs_two_zones(account: Account) -> None:
    subnets = account.rds.describe_db_subnet_groups()["DBSubnetGroups"][0]["Subnets"]
    order = {"DBSubnetGroupName": "one", "DBSubnetGroupDescription": "one"}
    code, _ = refusal(account.rds.create_db_subnet_group, SubnetIds=[subnets[0]["SubnetIdentifier"]], **order)
    assert code == "DBSubnetGroupDoesNotCoverEnoughAZs"


def test_a_protected_cluster_is_not_deleted(cluster: Account) -> None:
    cluster.rds.modify_db_cluster(DBClusterIdentifier="orders", DeletionProtection=True)
    cluster.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})
    order = {"DBClusterIdentifier": "orders", "SkipFinalSnapshot": True}
    assert "protected" in refusal(cluster.rds.delete_db_cluster, **order)[1]
