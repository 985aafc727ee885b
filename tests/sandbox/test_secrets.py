"""Secrets are rotated by the functions that they name, as processes that really run."""

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.control_plane import clients
from sandbox.control_plane.context import CONTEXT
from tests.sandbox.account import Account

ROTATION = """
import json, logging, os, boto3
LOG = logging.getLogger(__name__)
LOG.setLevel(logging.INFO)

def handle(event, context):
    LOG.info("%s in %s", event["Step"], os.environ["PLACE"])
    secrets = boto3.client("secretsmanager")
    secret, version = event["SecretId"], event["ClientRequestToken"]
    if event["Step"] == "createSecret":
        secrets.put_secret_value(
            SecretId=secret, ClientRequestToken=version, SecretString="new", VersionStages=["AWSPENDING"]
        )
    if event["Step"] == os.environ.get("FAILS_AT"):
        raise RuntimeError("no database")
    if event["Step"] == "finishSecret":
        stages = secrets.describe_secret(SecretId=secret)["VersionIdsToStages"]
        old = next(each for each, held in stages.items() if "AWSCURRENT" in held)
        secrets.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=version, RemoveFromVersionId=old
        )
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CONTEXT, "folder", tmp_path)


def function(account: Account, *, allowed: bool = True, policy: bool = True, **variables: str) -> str:
    clients.make(account.number, account.region, ["rotation"], {})
    if policy:
        statement = {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}
        account.client("iam").put_role_policy(
            RoleName="rotation",
            PolicyName="p",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statement}),
        )
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("rotation.py", ROTATION)
    functions = account.client("lambda")
    made: str = functions.create_function(
        FunctionName="rotation",
        Runtime="python3.13",
        Role=f"arn:aws:iam::{account.number}:role/rotation",
        Handler="rotation.handle",
        Timeout=60,
        Environment={"Variables": {"PLACE": "the sandbox", **variables}},
        Code={"ZipFile": code.getvalue()},
    )["FunctionArn"]
    if allowed:
        functions.add_permission(
            FunctionName="rotation",
            StatementId="s",
            Action="lambda:InvokeFunction",
            Principal="secretsmanager.amazonaws.com",
        )
    return made


def rotated(account: Account, arn: str) -> dict[str, Any]:
    account.secrets.create_secret(Name="app", SecretString="old")
    account.secrets.rotate_secret(SecretId="app", RotationLambdaARN=arn, RotationRules={"AutomaticallyAfterDays": 30})
    until = time.monotonic() + 60
    while CONTEXT.rotations:
        assert time.monotonic() < until
        time.sleep(0.1)
    told: dict[str, Any] = account.secrets.describe_secret(SecretId="app")
    return told


def value(account: Account, **version: str) -> str:
    found: str = account.secrets.get_secret_value(SecretId="app", **version)["SecretString"]
    return found


def said(account: Account) -> list[str]:
    logs, group = account.client("logs"), "/aws/lambda/rotation"
    streams = [each["logStreamName"] for each in logs.describe_log_streams(logGroupName=group)["logStreams"]]
    found = logs.get_log_events(logGroupName=group, logStreamName=streams[0])["events"]
    return [each["message"] for each in found]


def test_a_rotation_runs_its_four_steps(an_account: Account) -> None:
    told = rotated(an_account, function(an_account))
    assert (value(an_account), value(an_account, VersionStage="AWSPREVIOUS")) == ("new", "old")
    assert told["RotationRules"] == {"AutomaticallyAfterDays": 30}
    assert said(an_account) == [
        f"[INFO] rotation: {step} in the sandbox"
        for step in ("createSecret", "setSecret", "testSecret", "finishSecret")
    ]


def test_a_version_that_is_made_current_by_hand_is_handed_out(an_account: Account) -> None:
    secrets = an_account.secrets
    old = secrets.create_secret(Name="app", SecretString="old")["VersionId"]
    new = secrets.put_secret_value(SecretId="app", SecretString="new", VersionStages=["NEXT"])["VersionId"]
    assert value(an_account) == "old"
    secrets.update_secret_version_stage(
        SecretId="app", VersionStage="AWSCURRENT", MoveToVersionId=new, RemoveFromVersionId=old
    )
    assert value(an_account) == "new"


def test_a_function_in_a_vpc_has_interfaces_there_and_gives_them_back(an_account: Account) -> None:
    function(an_account)
    functions, ec2 = an_account.client("lambda"), an_account.client("ec2")
    subnets = [each["SubnetId"] for each in ec2.describe_subnets()["Subnets"] if each["VpcId"] == an_account.vpc]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=an_account.vpc)["GroupId"]
    told = functions.update_function_configuration(
        FunctionName="rotation", VpcConfig={"SubnetIds": subnets, "SecurityGroupIds": [group]}
    )
    assert told["VpcConfig"]["VpcId"] == an_account.vpc
    filters = [{"Name": "vpc-id", "Values": [an_account.vpc]}]
    held = ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]
    assert sorted(each["SubnetId"] for each in held) == sorted(subnets)
    functions.delete_function(FunctionName="rotation")
    assert ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"] == []


def test_a_rotation_that_fails_leaves_the_secret_as_it_is(an_account: Account) -> None:
    told = rotated(an_account, function(an_account, FAILS_AT="setSecret"))
    assert value(an_account) == "old"
    assert "LastRotatedDate" not in told
    assert said(an_account)[-1] == "RuntimeError: no database"


def test_a_function_has_the_rights_of_its_role_alone(an_account: Account) -> None:
    rotated(an_account, function(an_account, policy=False))
    assert value(an_account) == "old"
    assert "AccessDeniedException" in said(an_account)[-1]


def test_a_function_that_secrets_manager_may_not_call_is_refused(an_account: Account) -> None:
    with pytest.raises(ClientError, match="cannot invoke the specified Lambda function"):
        rotated(an_account, function(an_account, allowed=False))


def test_a_rotation_without_a_function_is_refused(an_account: Account) -> None:
    an_account.secrets.create_secret(Name="app", SecretString="old")
    with pytest.raises(ClientError, match="a Lambda function ARN configured"):
        an_account.secrets.rotate_secret(SecretId="app")


def test_a_managed_secret_is_rotated_by_rds(an_account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CONTEXT, "transition_seconds", 0.05)
    an_account.cluster()
    an_account.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})
    arn = an_account.rds.describe_db_clusters()["DBClusters"][0]["MasterUserSecret"]["SecretArn"]
    told = an_account.secrets.describe_secret(SecretId=arn)
    assert (told["OwningService"], told["RotationEnabled"], told["RotationRules"]) == (
        "rds",
        True,
        {"AutomaticallyAfterDays": 7},
    )
    assert "RotationLambdaARN" not in told
    before = an_account.secrets.get_secret_value(SecretId=arn)["SecretString"]
    an_account.secrets.rotate_secret(SecretId=arn, RotationRules={"AutomaticallyAfterDays": 1})
    until = time.monotonic() + 20
    while (text := an_account.secrets.get_secret_value(SecretId=arn)["SecretString"]) == before:
        assert time.monotonic() < until
        time.sleep(0.1)
    after = json.loads(text)
    assert after["username"] == "dbadmin"
    assert after["password"] != json.loads(before)["password"]
