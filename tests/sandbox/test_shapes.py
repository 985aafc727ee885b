"""Every call that the sandbox answers by itself gives what the service's model promises, and nothing else."""

import json
from typing import Any

import pytest
from botocore.session import get_session

from sandbox.control_plane import ControlPlane
from sandbox.control_plane.context import CONTEXT
from tests.sandbox.account import Account
from tests.sandbox.strict import strange

ROLE = "arn:aws:iam::399999999990:role/backup"
PLAN = {
    "BackupPlanName": "daily",
    "Rules": [{"RuleName": "daily", "TargetBackupVaultName": "vault", "ScheduleExpression": "cron(0 6 * * ? *)"}],
}


class Watched:
    """An account whose answers are read strictly."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._clients: dict[str, Any] = {}
        self.wrong: list[str] = []

    def call(self, service: str, name: str, **order: Any) -> Any:
        """Makes a call, and looks at the answer's very words."""
        client = self._clients.get(service)
        if client is None:
            client = self._clients[service] = self._account.client(service)
            client.meta.events.register("before-parse.*", self._look)
        return getattr(client, name)(**order)

    def _look(self, operation_model: Any, response_dict: Any, **_: Any) -> None:
        if response_dict["status_code"] < 300:
            self.wrong += strange(operation_model, response_dict["body"])


@pytest.fixture(scope="module")
def watched(plane: ControlPlane) -> Watched:
    account = Account(plane, "399999999990")
    account.network()
    seconds, CONTEXT.transition_seconds = CONTEXT.transition_seconds, 0.05
    account.cluster(EngineVersion="8.4.8")
    account.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})
    CONTEXT.transition_seconds = seconds
    return Watched(account)


def waited(watched: Watched) -> None:
    watched._account.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})


def test_rds_answers_as_its_model_says(watched: Watched) -> None:
    topic = watched.call("sns", "create_topic", Name="alerts")["TopicArn"]
    cluster = {"DBClusterIdentifier": "orders"}
    first: dict[str, dict[str, Any]] = {
        "describe_db_clusters": {},
        "describe_db_instances": {},
        "describe_db_subnet_groups": {},
        "describe_db_cluster_parameter_groups": {},
        "describe_db_cluster_parameters": {"DBClusterParameterGroupName": "orders", "Source": "user"},
        "describe_db_engine_versions": {"Engine": "mysql", "EngineVersion": "8.4"},
        "describe_orderable_db_instance_options": {"Engine": "mysql", "DBInstanceClass": "db.r6gd.xlarge"},
        "describe_pending_maintenance_actions": {},
        "describe_events": {"Duration": 60},
        "describe_db_log_files": {"DBInstanceIdentifier": "orders-instance-1"},
        "download_db_log_file_portion": {
            "DBInstanceIdentifier": "orders-instance-1",
            "LogFileName": "error/mysql-error.log",
        },
        "create_event_subscription": {
            "SubscriptionName": "e",
            "SnsTopicArn": topic,
            "SourceType": "db-cluster",
            "SourceIds": ["orders"],
            "EventCategories": ["failover"],
        },
        "modify_event_subscription": {"SubscriptionName": "e", "EventCategories": ["failure"]},
        "remove_source_identifier_from_subscription": {"SubscriptionName": "e", "SourceIdentifier": "orders"},
        "add_source_identifier_to_subscription": {"SubscriptionName": "e", "SourceIdentifier": "orders"},
        "describe_event_subscriptions": {},
        "modify_db_cluster_parameter_group": {
            "DBClusterParameterGroupName": "orders",
            "Parameters": [
                {"ParameterName": "tls_version", "ParameterValue": "TLSv1.3", "ApplyMethod": "pending-reboot"}
            ],
        },
        "reset_db_cluster_parameter_group": {"DBClusterParameterGroupName": "orders", "ResetAllParameters": True},
        "modify_db_subnet_group": {
            "DBSubnetGroupName": "orders",
            "SubnetIds": [
                each["SubnetIdentifier"]
                for each in watched._account.rds.describe_db_subnet_groups()["DBSubnetGroups"][0]["Subnets"]
            ],
        },
        "create_db_cluster_snapshot": {**cluster, "DBClusterSnapshotIdentifier": "s"},
    }
    for name, order in first.items():
        watched.call("rds", name, **order)
    watched._account.rds.get_waiter("db_cluster_snapshot_available").wait(WaiterConfig={"Delay": 1})
    then: dict[str, dict[str, Any]] = {
        "describe_db_cluster_snapshots": {},
        "modify_db_cluster": {**cluster, "AllocatedStorage": 500},
        "reboot_db_cluster": cluster,
        "failover_db_cluster": cluster,
        "restore_db_cluster_from_snapshot": {
            "DBClusterIdentifier": "again",
            "SnapshotIdentifier": "s",
            "Engine": "mysql",
            "DBClusterInstanceClass": "db.r6gd.xlarge",
            "Iops": 3000,
        },
        "delete_db_cluster_snapshot": {"DBClusterSnapshotIdentifier": "s"},
        "describe_db_clusters": {},
    }
    for name, order in then.items():
        waited(watched)
        watched.call("rds", name, **order)
    assert watched.wrong == []


def test_backup_answers_as_its_model_says(watched: Watched) -> None:
    arn = watched._account.rds.describe_db_clusters()["DBClusters"][0]["DBClusterArn"]
    waited(watched)
    call = watched.call
    vault = {"BackupVaultName": "vault"}
    topic = call("sns", "create_topic", Name="alerts")["TopicArn"]
    call("backup", "create_backup_vault", **vault)
    call("backup", "put_backup_vault_notifications", **vault, SNSTopicArn=topic, BackupVaultEvents=["COPY_JOB_FAILED"])
    assert call("backup", "get_backup_vault_notifications", **vault)["SNSTopicArn"] == topic
    call("backup", "put_backup_vault_access_policy", **vault, Policy="{}")
    assert call("backup", "get_backup_vault_access_policy", **vault)["Policy"] == "{}"
    plan = call("backup", "create_backup_plan", BackupPlan=PLAN)["BackupPlanId"]
    selection = {"SelectionName": "orders", "IamRoleArn": ROLE, "Resources": [arn]}
    made = call("backup", "create_backup_selection", BackupPlanId=plan, BackupSelection=selection)["SelectionId"]
    one = {"BackupPlanId": plan, "SelectionId": made}
    assert call("backup", "get_backup_selection", **one)["BackupSelection"] == selection
    assert len(call("backup", "list_backup_selections", BackupPlanId=plan)["BackupSelectionsList"]) == 1
    call("backup", "update_backup_plan", BackupPlanId=plan, BackupPlan=PLAN)
    assert call("backup", "get_backup_plan", BackupPlanId=plan)["BackupPlan"]["BackupPlanName"] == "daily"
    call("backup", "list_tags", ResourceArn=call("backup", "describe_backup_vault", **vault)["BackupVaultArn"])
    job = call("backup", "start_backup_job", **vault, ResourceArn=arn, IamRoleArn=ROLE)["BackupJobId"]
    assert call("backup", "describe_backup_job", BackupJobId=job)["State"] == "COMPLETED"
    call("backup", "list_backup_jobs")
    points = call("backup", "list_recovery_points_by_backup_vault", **vault)["RecoveryPoints"]
    point = {**vault, "RecoveryPointArn": points[0]["RecoveryPointArn"]}
    assert call("backup", "describe_recovery_point", **point)["ResourceArn"] == arn
    with pytest.raises(Exception, match="contains recovery points"):
        call("backup", "delete_backup_vault", **vault)
    with pytest.raises(Exception, match="selections must be deleted"):
        call("backup", "delete_backup_plan", BackupPlanId=plan)
    call("backup", "delete_recovery_point", **point)
    call("backup", "delete_backup_selection", **one)
    call("backup", "delete_backup_vault_notifications", **vault)
    call("backup", "delete_backup_vault_access_policy", **vault)
    call("backup", "delete_backup_plan", BackupPlanId=plan)
    call("backup", "delete_backup_vault", **vault)
    assert watched.wrong == []


def test_the_other_services_answer_as_their_models_say(watched: Watched) -> None:
    call = watched.call
    made = call("kms", "create_key")["KeyMetadata"]
    assert made["KeyUsage"] == call("kms", "describe_key", KeyId=made["KeyId"])["KeyMetadata"]["KeyUsage"]
    assert made["KeyUsage"] == "ENCRYPT_DECRYPT"
    key = made["KeyId"]
    call("kms", "enable_key_rotation", KeyId=key, RotationPeriodInDays=180)
    assert call("kms", "get_key_rotation_status", KeyId=key)["RotationPeriodInDays"] == 180
    secret = call("secretsmanager", "create_secret", Name="app", SecretString="x")["ARN"]
    call("secretsmanager", "describe_secret", SecretId=secret)
    managed = watched._account.rds.describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"][0][
        "MasterUserSecret"
    ]["SecretArn"]
    call("secretsmanager", "rotate_secret", SecretId=managed, RotateImmediately=False)
    call("secretsmanager", "cancel_rotate_secret", SecretId=managed)
    assert call("secretsmanager", "describe_secret", SecretId=managed)["RotationEnabled"] is False
    zone = call("route53", "create_hosted_zone", Name="x.internal", CallerReference="1", VPC=vpc(watched))
    assert zone["HostedZone"]["Config"]["PrivateZone"] is True
    call("iam", "create_role", RoleName="monitoring", AssumeRolePolicyDocument=json.dumps({}))
    policy = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    call("iam", "attach_role_policy", RoleName="monitoring", PolicyArn=policy)
    assert call("iam", "get_policy", PolicyArn=policy)["Policy"]["Arn"] == policy
    assert watched.wrong == []


def vpc(watched: Watched) -> dict[str, str]:
    return {"VPCId": watched._account.vpc, "VPCRegion": "eu-west-1"}


@pytest.mark.parametrize(
    ("service", "operation", "body", "wrong"),
    [
        ("secretsmanager", "DescribeSecret", b'{"Name": "x", "Nome": "y"}', ["DescribeSecret/Nome"]),
        ("secretsmanager", "DescribeSecret", b'{"Name": 7}', ["DescribeSecret/Name: 7 is no string"]),
        (
            "secretsmanager",
            "DescribeSecret",
            b'{"RotationEnabled": "no"}',
            ["DescribeSecret/RotationEnabled: 'no' is no boolean"],
        ),
        (
            "rds",
            "DescribeDBClusters",
            b"<R><DescribeDBClustersResult><No/></DescribeDBClustersResult></R>",
            ["DescribeDBClusters/No"],
        ),
        ("rds", "DescribeDBClusters", b"<R/>", ["DescribeDBClusters: no DescribeDBClustersResult"]),
        (
            "rds",
            "DescribeDBClusters",
            b"<R><DescribeDBClustersResult><DBClusters><DBCluster><Port>high</Port></DBCluster></DBClusters>"
            b"</DescribeDBClustersResult></R>",
            ["DescribeDBClusters/DBClusters[]/Port: 'high' is no integer"],
        ),
    ],
)
def test_an_answer_that_the_model_does_not_explain_is_found(
    service: str, operation: str, body: bytes, wrong: list[str]
) -> None:
    model = get_session().get_service_model(service)
    assert strange(model.operation_model(operation), body) == wrong
