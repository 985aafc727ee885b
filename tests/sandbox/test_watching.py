"""What a cluster's servers do is seen in CloudWatch: logs, metrics, alarms, and who is told."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pymysql
import pytest

from tests.sandbox.stand import NUMBER, Stand, standing, wait_until
from tests.sandbox.test_service import JSON, asked

EXPORTS = ["error", "general", "slowquery", "iam-db-auth-error"]
MEMBERS = [f"orders-instance-{number}" for number in (1, 2, 3)]
FAILED = "/aws/rds/cluster/orders/iam-db-auth-error"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with standing(tmp_path_factory.mktemp("sandbox"), EnableCloudwatchLogsExports=EXPORTS) as stand:
        told(stand, "clock", minute_seconds=6)
        log_slow_queries(stand)
        yield stand


def log_slow_queries(stand: Stand) -> None:
    wanted = {"slow_query_log": "1", "log_output": "FILE"}
    stand.account.rds.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName="orders",
        Parameters=[
            {"ParameterName": name, "ParameterValue": value, "ApplyMethod": "immediate"}
            for name, value in wanted.items()
        ],
    )


@pytest.fixture(scope="module")
def queue(stand: Stand) -> str:
    """A queue that hears what the alarms' topic hears."""
    sns, sqs = stand.account.client("sns"), stand.account.client("sqs")
    url: str = sqs.create_queue(QueueName="alerts")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=sns.create_topic(Name="alerts")["TopicArn"], Protocol="sqs", Endpoint=arn)
    return url


def told(stand: Stand, path: str, /, **body: Any) -> None:
    assert asked(f"{stand.endpoint}/tidegate/{path}", json.dumps(body).encode(), **JSON)[0] == 200


def writer(stand: Stand) -> str:
    members = stand.account.rds.describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"][0]["DBClusterMembers"]
    return next(str(each["DBInstanceIdentifier"]) for each in members if each["IsClusterWriter"])


def status(stand: Stand, member: str) -> str:
    return str(
        stand.account.rds.describe_db_instances(DBInstanceIdentifier=member)["DBInstances"][0]["DBInstanceStatus"]
    )


def put_alarm(stand: Stand, name: str, **order: Any) -> None:
    topic = f"arn:aws:sns:eu-west-1:{NUMBER}:alerts"
    common = {"Period": 60, "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold"}
    stand.account.client("cloudwatch").put_metric_alarm(
        AlarmName=name, AlarmActions=[topic], OKActions=[topic], **common, **order
    )


def wait_for(stand: Stand, alarm: str, state: str) -> None:
    cloudwatch = stand.account.client("cloudwatch")

    def is_there() -> bool:
        found: str = cloudwatch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"][0]["StateValue"]
        return found == state

    wait_until(is_there)


def heard(stand: Stand, queue: str, alarm: str) -> list[str]:
    """The states that the topic told of an alarm, oldest first; what is read is gone."""
    sqs, states = stand.account.client("sqs"), []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            said = json.loads(json.loads(message["Body"])["Message"])
            states += [said["NewStateValue"]] if said["AlarmName"] == alarm else []
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return states


def log_of(stand: Stand, log: str, stream: str) -> list[str]:
    logs = stand.account.client("logs")
    with suppress(logs.exceptions.ResourceNotFoundException):
        found = logs.get_log_events(logGroupName=f"/aws/rds/cluster/orders/{log}", logStreamName=stream)
        return [event["message"] for event in found["events"]]
    return []


@pytest.mark.parametrize("member", MEMBERS)
def test_the_error_log_of_each_member_is_in_its_stream(stand: Stand, member: str) -> None:
    wait_until(lambda: any("ready for connections" in line for line in log_of(stand, "error", member)))


def test_a_slow_query_is_one_event(stand: Stand) -> None:
    user, password = stand.master()
    statements = ["SET SESSION long_query_time = 0", "SELECT 'slow',\n 4711"]
    stand.run(statements, user, password, stand.name("writer"))

    def slow() -> list[str]:
        return [each for each in log_of(stand, "slowquery", writer(stand)) if "4711" in each]

    wait_until(slow)
    assert slow()[0].startswith("# Time: ")


def failed_login(stand: Stand) -> None:
    with pytest.raises(pymysql.OperationalError, match="Access denied"):
        stand.run(["SELECT 1"], "order_writer", f"{stand.name('writer')}:3306/?never", stand.name("writer"))


def test_failed_logins_are_logged_and_counted_and_set_off_an_alarm(stand: Stand, queue: str) -> None:
    logs = stand.account.client("logs")
    with suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_group(logGroupName=FAILED)
    counts = {"metricName": "FailedIamLogins", "metricNamespace": "Tidegate", "metricValue": "1", "defaultValue": 0}
    logs.put_metric_filter(logGroupName=FAILED, filterName="failed", filterPattern="", metricTransformations=[counts])
    metric = {"Namespace": "Tidegate", "MetricName": "FailedIamLogins", "Statistic": "Sum", "Threshold": 1}
    put_alarm(stand, "failed-logins", **metric, TreatMissingData="notBreaching")
    wait_for(stand, "failed-logins", "OK")
    # Minutes are long here, so that both logins are in one of them whatever else this machine does.
    told(stand, "clock", minute_seconds=600)
    failed_login(stand)
    failed_login(stand)
    wait_for(stand, "failed-logins", "ALARM")
    lines = log_of(stand, "iam-db-auth-error", writer(stand))
    assert [line.partition("Z ")[2] for line in lines] == [
        '[ERROR] IAM authentication failed for "order_writer"@"127.20.48.10"'
    ] * 2
    told(stand, "clock", advance_seconds=601, minute_seconds=6)
    wait_for(stand, "failed-logins", "OK")
    assert heard(stand, queue, "failed-logins") == ["OK", "ALARM", "OK"]


def measured(stand: Stand, metric: str, member: str) -> list[float]:
    """What CloudWatch has of a member, oldest first."""
    now = datetime.now(UTC)
    found = stand.account.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/RDS",
        MetricName=metric,
        Dimensions=[{"Name": "DBInstanceIdentifier", "Value": member}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=60,
        Statistics=["Maximum"],
    )
    return [each["Maximum"] for each in sorted(found["Datapoints"], key=lambda each: each["Timestamp"])]


@pytest.mark.parametrize("member", MEMBERS)
def test_the_connections_of_each_member_are_measured(stand: Stand, member: str) -> None:
    wait_until(lambda: measured(stand, "DatabaseConnections", member))


def test_the_readers_alone_have_a_lag(stand: Stand) -> None:
    readers = [member for member in MEMBERS if member != writer(stand)]
    wait_until(lambda: all(measured(stand, "ReplicaLag", reader) for reader in readers))
    assert measured(stand, "ReplicaLag", writer(stand)) == []


def member_metric(metric: str, member: str, threshold: float) -> dict[str, Any]:
    dimensions = [{"Name": "DBInstanceIdentifier", "Value": member}]
    return {
        "Namespace": "AWS/RDS",
        "MetricName": metric,
        "Dimensions": dimensions,
        "Statistic": "Maximum",
        "Threshold": threshold,
    }


def test_too_many_connections_set_off_an_alarm_that_ends_with_them(stand: Stand, queue: str) -> None:
    put_alarm(stand, "connections", **member_metric("DatabaseConnections", writer(stand), 5))
    wait_for(stand, "connections", "OK")
    user, password = stand.master()
    with ExitStack() as held:
        for _ in range(8):
            held.enter_context(stand.connected(user, password, stand.name("writer")))
        wait_for(stand, "connections", "ALARM")
    wait_for(stand, "connections", "OK")
    assert heard(stand, queue, "connections") == ["OK", "ALARM", "OK"]


def test_a_reader_that_cannot_apply_lags_and_sets_off_an_alarm(stand: Stand, queue: str) -> None:
    user, password = stand.master()
    reader = next(member for member in MEMBERS if member != writer(stand))
    address = stand.account.rds.describe_db_instances(DBInstanceIdentifier=reader)["DBInstances"][0]["Endpoint"]
    put_alarm(stand, "lag", **member_metric("ReplicaLag", reader, 1))
    wait_for(stand, "lag", "OK")
    with stand.connected(user, password, address["Address"]) as locking, locking.cursor() as cursor:
        cursor.execute("LOCK TABLES orders.orders READ")
        stand.run(["REPLACE INTO orders.orders VALUES (1)"], user, password, stand.name("writer"))
        wait_for(stand, "lag", "ALARM")
    wait_for(stand, "lag", "OK")
    assert heard(stand, queue, "lag") == ["OK", "ALARM", "OK"]


def test_a_reader_that_is_killed_comes_back_and_its_events_tell(stand: Stand) -> None:
    rds = stand.account.rds
    before = writer(stand)
    reader = next(member for member in MEMBERS if member != before)
    name = rds.describe_db_instances(DBInstanceIdentifier=reader)["DBInstances"][0]["Endpoint"]["Address"]
    user, password = stand.master()
    asked_for = {"SourceIdentifier": reader, "SourceType": "db-instance"}
    with stand.connected(user, password, name) as cut, cut.cursor() as cursor:
        cursor.execute("SELECT 1")
        told(stand, "faults/kill", account=NUMBER, region="eu-west-1", cluster="orders", member=reader)
        with pytest.raises(pymysql.OperationalError):
            cursor.execute("SELECT 1")
    wait_until(lambda: "DB instance restarted." in [e["Message"] for e in rds.describe_events(**asked_for)["Events"]])
    assert stand.run(["SELECT 1"], user, password, name) == [(1,)]
    assert writer(stand) == before
    wait_until(lambda: status(stand, reader) == "available")
    wait_until(lambda: any("ready for connections" in line for line in log_of(stand, "error", reader)))


def test_a_backup_window_leaves_a_snapshot_of_what_the_servers_hold(stand: Stand) -> None:
    told(stand, "clock", advance_seconds=86_400)

    def taken() -> list[str]:
        found = stand.account.rds.describe_db_cluster_snapshots(DBClusterIdentifier="orders", SnapshotType="automated")
        return [each["DBClusterSnapshotArn"] for each in found["DBClusterSnapshots"] if each["Status"] == "available"]

    wait_until(taken)
    assert len(list((stand.folder / "data/snapshots").glob("*/data/ibdata1"))) == 1
