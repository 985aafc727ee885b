"""Multi-AZ DB clusters as the API tells of them, with nothing behind them."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.control_plane import ControlPlane
from sandbox.control_plane.context import CONTEXT
from tests.sandbox.account import Account

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]


@pytest.fixture
def account(an_account: Account) -> Iterator[Account]:
    CONTEXT.transition_seconds = 0.05
    yield an_account
    CONTEXT.transition_seconds = 1.0


@pytest.fixture
def cluster(account: Account) -> dict[str, Any]:
    return account.cluster()


def described(account: Account) -> Any:
    return account.rds.describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"][0]


def settled(account: Account, status: str = "available") -> Any:
    until = time.monotonic() + 10
    while (found := described(account))["Status"] != status:
        assert time.monotonic() < until, found["Status"]
        time.sleep(0.02)
    return found


def test_a_new_cluster_is_creating_until_it_serves(account: Account, cluster: dict[str, Any]) -> None:
    assert cluster["Status"] == "creating"
    assert settled(account)["MultiAZ"] is True


def test_it_has_three_members_in_three_zones_and_one_writes(account: Account, cluster: dict[str, Any]) -> None:
    members = cluster["DBClusterMembers"]
    assert [(each["DBInstanceIdentifier"], each["IsClusterWriter"]) for each in members] == [
        ("orders-instance-1", True),
        ("orders-instance-2", False),
        ("orders-instance-3", False),
    ]
    instances = account.rds.describe_db_instances()["DBInstances"]
    assert [each["AvailabilityZone"] for each in instances] == ZONES
    assert {each["DBInstanceClass"] for each in instances} == {"db.r6gd.xlarge"}
    assert len({each["DbiResourceId"] for each in instances}) == 3


def test_what_was_asked_for_is_told(cluster: dict[str, Any]) -> None:
    asked = {name: value for name, value in Account.ORDER.items() if name in cluster}
    assert {name: cluster[name] for name in asked} == asked | {"EngineVersion": "8.4.8"}
    assert cluster["IAMDatabaseAuthenticationEnabled"] is True
    assert cluster["CertificateDetails"]["CAIdentifier"] == "rds-ca-rsa2048-g1"


@pytest.mark.usefixtures("cluster")
def test_a_reader_becomes_the_writer(account: Account) -> None:
    settled(account)
    assert account.rds.failover_db_cluster(DBClusterIdentifier="orders")["DBCluster"]["Status"] == "failing-over"
    members = settled(account)["DBClusterMembers"]
    assert [each["IsClusterWriter"] for each in members] == [False, True, False]
    said = account.rds.describe_events(SourceIdentifier="orders", SourceType="db-cluster")["Events"]
    assert [(each["EventCategories"], each["Message"]) for each in said][-2:] == [
        (["failover"], "Started cross AZ failover to DB instance: orders-instance-2."),
        (["failover"], "Completed failover to DB instance: orders-instance-2."),
    ]


@pytest.mark.usefixtures("cluster")
def test_what_needs_a_window_waits_for_it(account: Account) -> None:
    settled(account)
    account.rds.modify_db_cluster(DBClusterIdentifier="orders", AllocatedStorage=500, BackupRetentionPeriod=20)
    found = settled(account)
    assert (found["AllocatedStorage"], found["PendingModifiedValues"]) == (400, {"AllocatedStorage": 500})
    assert found["BackupRetentionPeriod"] == 20
    account.secrets.rotate_secret(SecretId=found["MasterUserSecret"]["SecretArn"])
    assert settled(account)["PendingModifiedValues"] == {"AllocatedStorage": 500}
    account.rds.modify_db_cluster(DBClusterIdentifier="orders", ApplyImmediately=True)
    found = settled(account)
    assert (found["AllocatedStorage"], "PendingModifiedValues" in found) == (500, False)


@pytest.mark.usefixtures("cluster")
def test_static_parameters_wait_for_a_reboot(account: Account) -> None:
    settled(account)
    account.rds.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName="orders",
        Parameters=[{"ParameterName": "tls_version", "ParameterValue": "TLSv1.3", "ApplyMethod": "pending-reboot"}],
    )
    assert described(account)["DBClusterMembers"][0]["DBClusterParameterGroupStatus"] == "pending-reboot"
    account.rds.reboot_db_cluster(DBClusterIdentifier="orders")
    assert settled(account)["DBClusterMembers"][0]["DBClusterParameterGroupStatus"] == "in-sync"


@pytest.mark.usefixtures("cluster")
def test_the_master_secret_is_rotated_and_goes_with_the_cluster(account: Account) -> None:
    settled(account)
    secret = described(account)["MasterUserSecret"]["SecretArn"]
    assert ":secret:rds!cluster-" in secret
    before = account.secrets.get_secret_value(SecretId=secret)["SecretString"]
    account.rds.modify_db_cluster(DBClusterIdentifier="orders", RotateMasterUserPassword=True, ApplyImmediately=True)
    settled(account)
    assert account.secrets.get_secret_value(SecretId=secret)["SecretString"] != before
    account.rds.delete_db_cluster(DBClusterIdentifier="orders", SkipFinalSnapshot=True)
    gone(account)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        account.secrets.describe_secret(SecretId=secret)


def gone(account: Account) -> None:
    until = time.monotonic() + 10
    while account.rds.describe_db_clusters()["DBClusters"]:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.usefixtures("cluster")
def test_a_deleted_cluster_leaves_its_last_snapshot_alone(account: Account) -> None:
    settled(account)
    account.rds.delete_db_cluster(DBClusterIdentifier="orders", FinalDBSnapshotIdentifier="last")
    gone(account)
    assert account.rds.describe_db_instances()["DBInstances"] == []
    snapshots = account.rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]
    assert [each["DBClusterSnapshotIdentifier"] for each in snapshots] == ["last"]


@pytest.mark.usefixtures("cluster")
def test_a_snapshot_becomes_a_cluster_without_what_is_not_inherited(account: Account) -> None:
    settled(account)
    account.rds.create_db_cluster_snapshot(DBClusterIdentifier="orders", DBClusterSnapshotIdentifier="s")
    account.rds.get_waiter("db_cluster_snapshot_available").wait(
        DBClusterSnapshotIdentifier="s", WaiterConfig={"Delay": 1}
    )
    restored = account.rds.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="again",
        SnapshotIdentifier="s",
        Engine="mysql",
        DBClusterInstanceClass="db.r6gd.xlarge",
        StorageType="io1",
        Iops=3000,
    )["DBCluster"]
    assert (restored["DatabaseName"], restored["MasterUsername"]) == ("orders", "dbadmin")
    assert (restored["IAMDatabaseAuthenticationEnabled"], restored["EnabledCloudwatchLogsExports"]) == (False, [])
    assert restored["DBClusterParameterGroup"] == "default.mysql8.4"


@pytest.mark.parametrize(
    ("region", "asked", "found"),
    [
        ("eu-west-1", "db.r6gd.xlarge", {("8.4.8", "io1"), ("8.4.8", "io2"), ("8.4.8", "gp3")}),
        ("eu-west-2", "db.r6gd.xlarge", set()),
        ("eu-west-1", "db.x2iedn.large", set()),
        ("eu-west-1", "db.t3.medium", set()),
    ],
)
def test_what_can_be_ordered_is_what_the_region_sells(
    plane: ControlPlane, region: str, asked: str, found: set[tuple[str, str]]
) -> None:
    rds = Account(plane, "222222222222", region).client("rds")
    pages = rds.get_paginator("describe_orderable_db_instance_options").paginate(
        Engine="mysql", EngineVersion="8.4.8", DBInstanceClass=asked
    )
    options = [each for page in pages for each in page["OrderableDBInstanceOptions"]]
    assert {(each["EngineVersion"], each["StorageType"]) for each in options} == found
    assert all(each["SupportsClusters"] and len(each["AvailabilityZones"]) >= 3 for each in options)
