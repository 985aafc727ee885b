"""What only a stand-in has: clients of other teams, throttling, a clock that runs ahead."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.control_plane.context import CONTEXT, LOCK
from tests.sandbox.account import Account
from tests.sandbox.test_service import JSON, asked


@pytest.fixture
def account(an_account: Account) -> Iterator[Account]:
    kept = CONTEXT.ahead, CONTEXT.minute_seconds, CONTEXT.transition_seconds
    with LOCK:
        # The test before this one may have been ahead.
        CONTEXT.last_passed = CONTEXT.now()
    CONTEXT.transition_seconds = 0.05
    yield an_account
    CONTEXT.ahead, CONTEXT.minute_seconds, CONTEXT.transition_seconds = kept
    told(an_account, "throttle", rate=0)


def told(account: Account, path: str, /, **body: Any) -> tuple[int, dict[str, Any]]:
    return asked(f"{account.plane.endpoint}/tidegate/{path}", json.dumps(body).encode(), **JSON)


def eventually(found: Any) -> None:
    until = time.monotonic() + 20
    while not found():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("service", "name", "status", "code"),
    [
        ("rds", "describe_db_clusters", 429, "ThrottlingException"),
        ("rds", "describe_db_clusters", 500, "InternalFailure"),
        ("secretsmanager", "list_secrets", 429, "ThrottlingException"),
        ("backup", "list_backup_plans", 429, "ThrottlingException"),
        ("lambda", "list_functions", 500, "InternalFailure"),
        ("ec2", "describe_vpcs", 429, "RequestLimitExceeded"),
        ("s3", "list_buckets", 500, "InternalError"),
        ("s3", "list_buckets", 503, "SlowDown"),
    ],
)
def test_a_share_of_the_calls_is_refused(account: Account, service: str, name: str, status: int, code: str) -> None:
    call = getattr(account.client(service), name)
    told(account, "throttle", rate=0.5, statuses=[status])
    refused = []
    for _ in range(60):
        try:
            call()
        except ClientError as error:
            refused.append((error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Code"]))
    assert 0 < len(refused) < 60
    assert set(refused) == {(status, code)}


def test_s3_has_another_status_for_too_many_calls(account: Account) -> None:
    # A client begins with a role, whose service has a 429.
    s3 = account.client("s3")
    told(account, "throttle", rate=0.5, statuses=[429])
    statuses = set()
    for _ in range(60):
        with pytest.raises(ClientError) as refused:
            s3.head_bucket(Bucket="that-is-not-there")
        statuses.add(refused.value.response["ResponseMetadata"]["HTTPStatusCode"])
    assert statuses == {404, 503}


@pytest.mark.parametrize(
    ("service", "name", "status", "code"),
    [
        ("rds", "describe_db_clusters", 403, "ExpiredToken"),
        ("sts", "get_caller_identity", 403, "ExpiredToken"),
        ("secretsmanager", "list_secrets", 400, "ExpiredTokenException"),
        ("ec2", "describe_vpcs", 400, "RequestExpired"),
        ("s3", "list_buckets", 400, "ExpiredToken"),
    ],
)
def test_credentials_that_have_run_out_are_refused_by_every_service(
    account: Account, service: str, name: str, status: int, code: str
) -> None:
    call = getattr(account.client(service), name)
    call()
    assert told(account, "expire", account=account.number)[1]["expired"] >= 1
    with pytest.raises(ClientError) as refused:
        call()
    answer = refused.value.response
    assert (answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]) == (status, code)


def test_credentials_of_another_account_or_of_later_are_good(account: Account) -> None:
    told(account, "expire", account="999999999999")
    account.client("ec2").describe_vpcs()
    told(account, "expire", account=account.number)
    later = Account(account.plane, account.number)
    later.client("ec2").describe_vpcs()


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("throttle", {"rate": 1}, "`rate` is a share"),
        ("throttle", {"rate": "all"}, "`rate` is a share"),
        ("throttle", {"rate": 0.1, "statuses": [200]}, "`statuses` lists"),
        ("throttle", {"rate": 0.1, "statuses": []}, "`statuses` lists"),
        ("expire", {}, "`account` must be a text"),
        ("clock", {"advance_seconds": -1}, "positive numbers"),
        ("clock", {"minute_seconds": 0}, "positive numbers"),
        ("clients", {"roles": "app"}, "`roles` lists names"),
        ("clients", {"region": "eu-west-1"}, "`account` must be a text"),
    ],
)
def test_a_control_that_makes_no_sense_is_refused(account: Account, path: str, body: Any, error: str) -> None:
    status, answer = told(account, path, **body)
    assert (status, error in answer["error"]) == (400, True)


def test_clients_of_other_teams_are_made_once(account: Account) -> None:
    order = {"account": account.number, "region": account.region, "roles": ["app"]}
    for _ in range(2):
        assert told(account, "clients", **order, security_groups={"sg-0a1b2c3d": ["10.20.48.20"]}) == (200, {})
    assert account.client("iam").get_role(RoleName="app")["Role"]["Arn"].endswith(":role/app")
    groups = account.client("ec2").describe_security_groups(GroupIds=["sg-0a1b2c3d"])["SecurityGroups"]
    assert len(groups) == 1


def test_the_status_tells_of_each_cluster(account: Account) -> None:
    account.cluster()
    _, status = asked(f"{account.plane.endpoint}/tidegate/status")
    mine = [each for each in status["clusters"] if each["account"] == account.number]
    assert [(each["cluster"], len(each["members"])) for each in mine] == [("orders", 3)]


def test_pending_changes_are_made_when_their_window_comes(account: Account) -> None:
    account.cluster()
    account.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})
    account.rds.modify_db_cluster(DBClusterIdentifier="orders", AllocatedStorage=500)
    CONTEXT.minute_seconds = 0.5
    told(account, "clock", advance_seconds=7 * 86_400)
    eventually(lambda: account.rds.describe_db_clusters()["DBClusters"][0]["AllocatedStorage"] == 500)


def test_a_secret_that_waits_to_be_deleted_goes_when_its_time_comes(account: Account) -> None:
    account.secrets.create_secret(Name="app", SecretString="x")
    account.secrets.delete_secret(SecretId="app", RecoveryWindowInDays=7)
    with pytest.raises(ClientError, match="scheduled for deletion"):
        account.secrets.create_secret(Name="app", SecretString="y")
    CONTEXT.minute_seconds = 0.5
    told(account, "clock", advance_seconds=8 * 86_400)
    eventually(lambda: account.secrets.list_secrets(IncludePlannedDeletion=True)["SecretList"] == [])
    account.secrets.create_secret(Name="app", SecretString="y")


def automated(account: Account) -> list[str]:
    """The automated snapshots that are there, oldest first."""
    found = account.rds.describe_db_cluster_snapshots(DBClusterIdentifier="orders", SnapshotType="automated")
    there = [each for each in found["DBClusterSnapshots"] if each["Status"] == "available"]
    return sorted(each["DBClusterSnapshotIdentifier"] for each in there)


@pytest.fixture
def backed_up(account: Account) -> str:
    """The snapshot of a backup window that came."""
    account.cluster(BackupRetentionPeriod=2)
    account.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})
    CONTEXT.minute_seconds = 0.5
    told(account, "clock", advance_seconds=86_400)
    eventually(lambda: len(automated(account)) == 1)
    return automated(account)[0]


def test_a_backup_window_leaves_a_snapshot_that_a_cluster_can_be_made_of(account: Account, backed_up: str) -> None:
    assert backed_up.startswith("rds:orders-2")
    assert backed_up.endswith("-02-00")
    made = account.rds.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="again",
        SnapshotIdentifier=backed_up,
        Engine="mysql",
        DBClusterInstanceClass="db.r6gd.xlarge",
        StorageType="io1",
        Iops=3000,
        DBSubnetGroupName="orders",
    )["DBCluster"]
    assert made["DBClusterIdentifier"] == "again"


def test_an_automated_snapshot_is_not_a_users_to_delete(account: Account, backed_up: str) -> None:
    with pytest.raises(ClientError, match="InvalidDBClusterSnapshotStateFault"):
        account.rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier=backed_up)


def test_an_automated_snapshot_goes_after_its_retention_period(account: Account, backed_up: str) -> None:
    told(account, "clock", advance_seconds=3 * 86_400)
    eventually(lambda: len(automated(account)) == 1 and automated(account) != [backed_up])


@pytest.mark.usefixtures("backed_up")
def test_automated_snapshots_go_with_their_cluster_and_manual_ones_stay(account: Account) -> None:
    account.rds.delete_db_cluster(DBClusterIdentifier="orders", FinalDBSnapshotIdentifier="last")
    account.rds.get_waiter("db_cluster_deleted").wait(DBClusterIdentifier="orders", WaiterConfig={"Delay": 1})
    kept = account.rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]
    assert [each["DBClusterSnapshotIdentifier"] for each in kept] == ["last"]
