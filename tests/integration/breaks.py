"""Changes behind Terraform's back: for each assertion one that it must find, and the way back."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3

from generator.spec.model import Environment

ELSEWHERE = "eu-central-1"


class Account:
    """An environment's account on the sandbox, for whoever changes things by hand."""

    def __init__(self, session: boto3.Session, environment: Environment) -> None:
        self._session = session
        self.environment = environment
        self.name = environment.environment
        self.region = environment.region
        self.id = environment.account_id

    def client(self, service: str, region: str | None = None) -> Any:
        return self._session.client(service, region_name=region or self.region)  # type: ignore[call-overload]

    @property
    def topic(self) -> str:
        return f"arn:aws:sns:{self.region}:{self.id}:{self.name}-alerts"

    @property
    def vault(self) -> str:
        return f"{self.name}-snapshots"

    def key(self, purpose: str) -> str:
        return str(self.client("kms").describe_key(KeyId=f"alias/{self.name}/{purpose}")["KeyMetadata"]["KeyId"])

    def cluster(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.client("rds").describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"][
            0
        ]
        return found

    def settle(self) -> None:
        """Waits until the cluster has done what it was told."""
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            found = self.cluster()
            members = {each["DBClusterParameterGroupStatus"] for each in found["DBClusterMembers"]}
            if found["Status"] == "available" and members == {"in-sync"}:
                return
            time.sleep(0.2)

    def group(self, suffix: str) -> str:
        found = self.client("ec2").describe_security_groups()["SecurityGroups"]
        return next(str(each["GroupId"]) for each in found if each["GroupName"] == f"{self.name}-{suffix}")

    def vpc(self) -> str:
        filters = [{"Name": "tag:environment", "Values": [self.name]}]
        return str(self.client("ec2").describe_vpcs(Filters=filters)["Vpcs"][0]["VpcId"])


Break = Callable[[Account], Iterator[None]]
BREAKS: dict[str, Break] = {}
"""By the assertion's id: a generator that breaks something, yields, and mends it."""


def breaks(rule: str) -> Callable[[Break], Break]:
    def register(change: Break) -> Break:
        BREAKS[rule] = change
        return change

    return register


@contextmanager
def broken(rule: str, account: Account) -> Iterator[None]:
    change = BREAKS[rule](account)
    next(change)
    account.settle()
    try:
        yield
    finally:
        next(change, None)
        account.settle()


def modify(account: Account, there: Mapping[str, Any], back: Mapping[str, Any]) -> Iterator[None]:
    rds = account.client("rds")
    rds.modify_db_cluster(DBClusterIdentifier="orders", ApplyImmediately=True, **there)
    yield
    rds.modify_db_cluster(DBClusterIdentifier="orders", ApplyImmediately=True, **back)


@breaks("LIVE102")
def a_key_is_disabled(account: Account) -> Iterator[None]:
    kms, key = account.client("kms"), account.key("storage")
    kms.disable_key(KeyId=key)
    yield
    kms.enable_key(KeyId=key)


@breaks("LIVE103")
def a_log_group_has_no_key(account: Account) -> Iterator[None]:
    logs, name = account.client("logs"), f"/tidegate/{account.name}/by-hand"
    logs.create_log_group(logGroupName=name)
    yield
    logs.delete_log_group(logGroupName=name)


@breaks("LIVE104")
def a_secret_changes_its_key(account: Account) -> Iterator[None]:
    secrets, name = account.client("secretsmanager"), f"{account.name}/orders/settlement"
    key = f"arn:aws:kms:{account.region}:{account.id}:key/{account.key('secrets')}"
    secrets.update_secret(SecretId=name, KmsKeyId="alias/aws/secretsmanager")
    yield
    secrets.update_secret(SecretId=name, KmsKeyId=key)


@breaks("LIVE201")
def iam_authentication_goes_off(account: Account) -> Iterator[None]:
    yield from modify(account, {"EnableIAMDatabaseAuthentication": False}, {"EnableIAMDatabaseAuthentication": True})


@breaks("LIVE202")
def plain_text_is_let_in(account: Account) -> Iterator[None]:
    rds, group = account.client("rds"), account.cluster()["DBClusterParameterGroup"]
    for value in ("OFF", "ON"):
        parameter = {"ParameterName": "require_secure_transport", "ParameterValue": value, "ApplyMethod": "immediate"}
        rds.modify_db_cluster_parameter_group(DBClusterParameterGroupName=group, Parameters=[parameter])
        if value == "OFF":
            yield


@breaks("LIVE203")
def the_master_secret_stays(account: Account) -> Iterator[None]:
    yield from _rotation_stops(account, account.cluster()["MasterUserSecret"]["SecretArn"])


@breaks("LIVE204")
def a_users_secret_stays(account: Account) -> Iterator[None]:
    yield from _rotation_stops(account, f"{account.name}/orders/settlement")


def _rotation_stops(account: Account, secret: str) -> Iterator[None]:
    secrets = account.client("secretsmanager")
    found = secrets.describe_secret(SecretId=secret)
    secrets.cancel_rotate_secret(SecretId=secret)
    yield
    rotation = {"RotationRules": found["RotationRules"], "RotateImmediately": False}
    function = {"RotationLambdaARN": found["RotationLambdaARN"]} if found.get("RotationLambdaARN") else {}
    secrets.rotate_secret(SecretId=secret, **rotation, **function)


@breaks("LIVE205")
def a_role_becomes_somebody_else(account: Account) -> Iterator[None]:
    iam = account.client("iam")
    anyone = {"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [anyone]})
    iam.put_role_policy(RoleName="risk", PolicyName="by-hand", PolicyDocument=document)
    yield
    iam.delete_role_policy(RoleName="risk", PolicyName="by-hand")


@breaks("LIVE302")
def the_class_changes(account: Account) -> Iterator[None]:
    there, back = ({"DBClusterInstanceClass": f"db.r6gd.{size}"} for size in ("2xlarge", "xlarge"))
    yield from modify(account, there, back)


@breaks("LIVE304")
def the_protection_goes_off(account: Account) -> Iterator[None]:
    yield from modify(account, {"DeletionProtection": False}, {"DeletionProtection": True})


@breaks("LIVE305")
def the_authority_changes(account: Account) -> Iterator[None]:
    there, back = ({"CACertificateIdentifier": f"rds-ca-{kind}-g1"} for kind in ("rsa4096", "rsa2048"))
    yield from modify(account, there, back)


@breaks("LIVE401")
def a_stranger_is_let_in(account: Account) -> Iterator[None]:
    ec2, group = account.client("ec2"), account.group("orders")
    rule = {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    yield
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule])


@breaks("LIVE402")
def a_gateway_is_hung_on(account: Account) -> Iterator[None]:
    ec2, vpc = account.client("ec2"), account.vpc()
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    yield
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)


@breaks("LIVE501")
def a_log_is_kept_for_a_day(account: Account) -> Iterator[None]:
    logs, name = account.client("logs"), "/aws/rds/cluster/orders/error"
    logs.put_retention_policy(logGroupName=name, retentionInDays=1)
    yield
    logs.put_retention_policy(logGroupName=name, retentionInDays=400)


@breaks("LIVE502")
def an_alarm_is_silenced(account: Account) -> Iterator[None]:
    cloudwatch, names = account.client("cloudwatch"), [f"{account.name}-orders-failed-iam-logins"]
    cloudwatch.disable_alarm_actions(AlarmNames=names)
    yield
    cloudwatch.enable_alarm_actions(AlarmNames=names)


@breaks("LIVE503")
def the_lag_may_be_an_hour(account: Account) -> Iterator[None]:
    cloudwatch, name = account.client("cloudwatch"), f"{account.name}-orders-instance-2-replica-lag"
    found = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
    own = {"AlarmArn", "AlarmConfigurationUpdatedTimestamp"}
    kept = {key: value for key, value in found.items() if key not in own and not key.startswith("State")}
    kept = {key: value for key, value in kept.items() if value != "" and value is not None}
    cloudwatch.put_metric_alarm(**{**kept, "Threshold": 3600})
    yield
    cloudwatch.put_metric_alarm(**kept)


@breaks("LIVE504")
def nobody_hears(account: Account) -> Iterator[None]:
    sns = account.client("sns")
    (subscription,) = sns.list_subscriptions_by_topic(TopicArn=account.topic)["Subscriptions"]
    sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    yield
    sns.subscribe(TopicArn=account.topic, Protocol="email", Endpoint=subscription["Endpoint"])


@breaks("LIVE505")
def events_are_switched_off(account: Account) -> Iterator[None]:
    rds, name = account.client("rds"), f"{account.name}-orders-db-cluster"
    rds.modify_event_subscription(SubscriptionName=name, Enabled=False)
    yield
    rds.modify_event_subscription(SubscriptionName=name, Enabled=True)


@breaks("LIVE506")
def monitoring_slows_down(account: Account) -> Iterator[None]:
    yield from modify(account, {"MonitoringInterval": 60}, {"MonitoringInterval": 15})


@breaks("LIVE601")
def backups_are_kept_for_a_day(account: Account) -> Iterator[None]:
    yield from modify(account, {"BackupRetentionPeriod": 1}, {"BackupRetentionPeriod": 14})


@breaks("LIVE602")
def the_vault_is_unlocked(account: Account) -> Iterator[None]:
    backup = account.client("backup")
    backup.delete_backup_vault_lock_configuration(BackupVaultName=account.vault)
    yield
    backup.put_backup_vault_lock_configuration(BackupVaultName=account.vault, MinRetentionDays=7, MaxRetentionDays=365)


@breaks("LIVE603")
def snapshots_are_kept_for_a_day(account: Account) -> Iterator[None]:
    backup = account.client("backup")
    plans = backup.list_backup_plans()["BackupPlansList"]
    (plan,) = (each["BackupPlanId"] for each in plans if each["BackupPlanName"] == f"{account.name}-orders")
    found = backup.get_backup_plan(BackupPlanId=plan)["BackupPlan"]
    rules = [{key: value for key, value in rule.items() if key != "RuleId"} for rule in found["Rules"]]
    short = [{**rule, "Lifecycle": {"DeleteAfterDays": 8}} for rule in rules]
    backup.update_backup_plan(BackupPlanId=plan, BackupPlan={**found, "Rules": short})
    yield
    backup.update_backup_plan(BackupPlanId=plan, BackupPlan={**found, "Rules": rules})


@breaks("LIVE403")
def traffic_is_not_logged(account: Account) -> Iterator[None]:
    ec2 = account.client("ec2")
    (log,) = (each for each in ec2.describe_flow_logs()["FlowLogs"] if each["ResourceId"] == account.vpc())
    ec2.delete_flow_logs(FlowLogIds=[log["FlowLogId"]])
    yield
    ec2.create_flow_logs(
        ResourceIds=[account.vpc()],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="cloud-watch-logs",
        LogDestination=log["LogDestination"],
        DeliverLogsPermissionArn=log["DeliverLogsPermissionArn"],
        MaxAggregationInterval=60,
    )


@breaks("LIVE701")
def a_default_has_become_another(account: Account) -> Iterator[None]:
    s3 = account.client("s3")
    place = {"Bucket": account.environment.state_bucket, "Key": f"{account.name}/terraform.tfstate"}
    kept = s3.get_object(**place)["Body"].read()
    changed = kept.replace(b'"network_type": "IPV4"', b'"network_type": "DUAL"')
    assert changed != kept
    s3.put_object(**place, Body=changed)
    yield
    s3.put_object(**place, Body=kept)


@breaks("LIVE901")
def something_lies_elsewhere(account: Account) -> Iterator[None]:
    logs = account.client("logs", ELSEWHERE)
    logs.create_log_group(logGroupName="/copied/orders")
    yield
    logs.delete_log_group(logGroupName="/copied/orders")


@breaks("LIVE902")
def a_secret_is_replicated(account: Account) -> Iterator[None]:
    secrets, name = account.client("secretsmanager"), f"{account.name}/orders/settlement"
    secrets.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": ELSEWHERE}])
    yield
    secrets.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=[ELSEWHERE])


@breaks("LIVE904")
def alerts_go_elsewhere(account: Account) -> Iterator[None]:
    sns = account.client("sns")
    queue = f"arn:aws:sqs:{ELSEWHERE}:{account.id}:alerts"
    account.client("sqs", ELSEWHERE).create_queue(QueueName="alerts")
    made = sns.subscribe(TopicArn=account.topic, Protocol="sqs", Endpoint=queue, ReturnSubscriptionArn=True)
    yield
    sns.unsubscribe(SubscriptionArn=made["SubscriptionArn"])
    sqs = account.client("sqs", ELSEWHERE)
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName="alerts")["QueueUrl"])
