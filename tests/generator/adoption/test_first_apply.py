"""A cluster that was made by hand is taken over as a person does it: import, plan, apply, and nothing is left to do."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.project import Project
from generator.targets.background import DATABASES_VARIABLE, ensure, stop
from generator.targets.ready import sandbox_target
from tests.generator.adoption.estates import IDENTIFIER, LOG_GROUP, Estate, make_estate
from tests.integration.site import checkout, tidegate

if TYPE_CHECKING:
    import boto3

pytestmark = pytest.mark.slow

ACCOUNT, REGION, NAME = "222222222222", "eu-west-1", "ledger-eu"
CLUSTER = f"aws_rds_cluster.{IDENTIFIER}"
LOG_DAYS = 545


@dataclass(frozen=True)
class Taken:
    """A checkout that took a cluster over: what was there before, and what each command said."""

    root: Path
    session: "boto3.Session"
    estate: Estate
    before: Mapping[str, Any]
    said: Mapping[str, "subprocess.CompletedProcess[str]"]

    def plan(self, name: str) -> list[dict[str, Any]]:
        """The changes of a plan that was kept under a name."""
        found: list[dict[str, Any]] = json.loads((self.root / name).read_text())["resource_changes"]
        return [each for each in found if each["mode"] == "managed"]


def keys(session: "boto3.Session") -> dict[str, Any]:
    """The cluster's settings by which its secret and its performance history have keys of their own."""
    kms = session.client("kms")
    secret, insights = (kms.create_key(Description=use)["KeyMetadata"]["Arn"] for use in ("secret", "insights"))
    return {
        "MasterUserSecretKmsKeyId": secret,
        "EnablePerformanceInsights": True,
        "PerformanceInsightsKMSKeyId": insights,
        "PerformanceInsightsRetentionPeriod": 731,
        "DatabaseInsightsMode": "advanced",
    }


def waive(root: Path) -> None:
    """What the import said that it needs: the kind of support stays with a cluster."""
    waiver = {
        "rule": "CKV_TDG_705",
        "environment": NAME,
        "resource": CLUSTER,
        "owner": "ledger",
        "reason": "It was made so, and is moved before the support of its version ends",
        "approver": "jane.doe@example.com",
        "expires": (datetime.now(UTC).date() + timedelta(days=60)).isoformat(),
    }
    (root / "policies" / "waivers.yaml").write_text(yaml.safe_dump({"waivers": [waiver]}))


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    root = checkout(tmp_path_factory.mktemp("import") / "checkout")
    for spec in (root / "environments").glob("*.yaml"):
        spec.unlink()
    folder = Project(root).sandbox
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATABASES_VARIABLE, "no")
        ready, _ = ensure(folder, [ACCOUNT], idle_minutes=15)
    try:
        session = sandbox_target(ready, account_id=ACCOUNT, region=REGION, live=True).session(region=REGION)
        estate = make_estate(session, **keys(session))
        session.client("logs").put_retention_policy(logGroupName=LOG_GROUP, retentionInDays=LOG_DAYS)
        before = session.client("rds").describe_db_clusters()["DBClusters"][0]
        yield Taken(root, session, estate, before, dict(commands(root, session)))
    finally:
        stop(folder)


def commands(root: Path, session: "boto3.Session") -> Iterator[tuple[str, "subprocess.CompletedProcess[str]"]]:
    who = ("--account", ACCOUNT, "--team", "ledger", "--email", "ledger@example.com", "--target", "sandbox")
    yield "import", tidegate(root, "import", NAME, "--cluster", IDENTIFIER, "--region", REGION, *who)
    waive(root)
    yield "plan", planned(root, "plan.json")
    yield "apply", tidegate(root, "apply", NAME, "--format", "json")
    end_waiting(session)
    yield "verify", tidegate(root, "verify", NAME, "--format", "json")
    yield "again", planned(root, "again.json")


def planned(root: Path, kept: str) -> "subprocess.CompletedProcess[str]":
    """Plans, and keeps the plan."""
    ran = tidegate(root, "plan", NAME, "--format", "json")
    plan = root / "build" / NAME / "plan.json"
    if plan.is_file():
        (root / kept).write_bytes(plan.read_bytes())
    return ran


def end_waiting(session: "boto3.Session") -> None:
    """What the maintenance window would do, and the reboot that somebody has to ask for."""
    rds = session.client("rds")
    rds.modify_db_cluster(DBClusterIdentifier=IDENTIFIER, EnableIAMDatabaseAuthentication=True, ApplyImmediately=True)
    rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier=IDENTIFIER, WaiterConfig={"Delay": 1})
    rds.reboot_db_cluster(DBClusterIdentifier=IDENTIFIER)
    rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier=IDENTIFIER, WaiterConfig={"Delay": 1})


@pytest.mark.parametrize("command", ["import", "plan", "verify", "again"])
def test_each_command_passes(taken: Taken, command: str) -> None:
    ran = taken.said[command]
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_apply_makes_all_and_says_what_waits_for_the_window_and_a_reboot(taken: Taken) -> None:
    report = json.loads(taken.said["apply"].stdout)
    assert {each["rule"] for each in report["findings"]} == {"LIVE201", "LIVE202"}
    assert report["checked"]["changes"] > 100


def test_the_first_plan_imports_and_neither_destroys_nor_replaces(taken: Taken) -> None:
    imported = [each["address"] for each in taken.plan("plan.json") if each["change"].get("importing")]
    assert {CLUSTER, "aws_kms_key.secrets", "aws_kms_key.insights", "aws_vpc.cell"} <= set(imported)
    assert [each["address"] for each in taken.plan("plan.json") if "delete" in each["change"]["actions"]] == []


def test_what_was_there_is_the_same_after_the_apply(taken: Taken) -> None:
    found: list[Any] = [*taken.session.client("rds").describe_db_clusters()["DBClusters"]]
    (after,) = found
    kept = ("DbClusterResourceId", "ClusterCreateTime", "KmsKeyId", "Endpoint", "DBSubnetGroup", "MasterUsername")
    assert {name: after[name] for name in kept} == {name: taken.before[name] for name in kept}
    assert after["MasterUserSecret"] == taken.before["MasterUserSecret"]
    assert [each["DBInstanceIdentifier"] for each in after["DBClusterMembers"]] == [
        each["DBInstanceIdentifier"] for each in taken.before["DBClusterMembers"]
    ]
    ec2 = taken.session.client("ec2")
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [taken.estate.vpc]}])["Subnets"]
    assert {each["SubnetId"] for each in subnets} == set(taken.estate.subnets)
    (group,) = taken.session.client("logs").describe_log_groups(logGroupNamePrefix=LOG_GROUP)["logGroups"]
    assert group["retentionInDays"] == LOG_DAYS


def test_the_second_plan_is_empty(taken: Taken) -> None:
    left = {each["address"]: each["change"]["actions"] for each in taken.plan("again.json")}
    assert {address: actions for address, actions in left.items() if actions != ["no-op"]} == {}
