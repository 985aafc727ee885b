"""What the control plane knows is on disk, and taken up again."""

import os
import signal
import subprocess
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import boto3
import pytest
from botocore.config import Config

from tests.sandbox.test_service import ACCOUNT, ready, serving


def client(service: str, said: dict[str, Any]) -> Any:
    issued = said["credentials"][ACCOUNT]
    return boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=said["endpoint"],
        region_name="eu-west-1",
        aws_access_key_id=issued["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=issued["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=issued["AWS_SESSION_TOKEN"],
        config=Config(proxies={}, s3={"addressing_style": "path"}),
    )


def fill(said: dict[str, Any]) -> dict[str, Any]:
    """A little of every service that a stack uses; what is to be found again."""
    ec2, rds = client("ec2", said), client("rds", said)
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{16 * n}.0/20", AvailabilityZone=f"eu-west-1{zone}")["Subnet"]
        for n, zone in enumerate("abc")
    ]
    key = client("kms", said).create_key()["KeyMetadata"]["KeyId"]
    sealed = client("kms", said).encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    rds.create_db_subnet_group(
        DBSubnetGroupName="g", DBSubnetGroupDescription="g", SubnetIds=[each["SubnetId"] for each in subnets]
    )
    rds.create_db_cluster(
        DBClusterIdentifier="orders",
        Engine="mysql",
        DBClusterInstanceClass="db.r6gd.xlarge",
        AllocatedStorage=400,
        Iops=3000,
        StorageType="io1",
        DBSubnetGroupName="g",
        MasterUsername="dbadmin",
        ManageMasterUserPassword=True,
    )
    s3 = client("s3", said)
    s3.create_bucket(Bucket="state-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="state-bucket", Key="state", Body=b"x" * 100_000)
    client("sns", said).create_topic(Name="alerts")
    client("sqs", said).create_queue(QueueName="alerts")
    client("logs", said).create_log_group(logGroupName="/log")
    client("iam", said).create_role(RoleName="app", AssumeRolePolicyDocument="{}")
    code = BytesIO()
    with ZipFile(code, "w") as archive:
        archive.writestr("m.py", "def handle(event, context): return event")
    client("lambda", said).create_function(
        FunctionName="f",
        Runtime="python3.13",
        Role=f"arn:aws:iam::{ACCOUNT}:role/app",
        Handler="m.handle",
        Code={"ZipFile": code.getvalue()},
    )
    return {"vpc": vpc, "sealed": sealed, "arn": rds.describe_db_clusters()["DBClusters"][0]["DBClusterArn"]}


def found(said: dict[str, Any], sealed: bytes) -> dict[str, Any]:
    cluster = client("rds", said).describe_db_clusters()["DBClusters"][0]
    vpcs = [each["VpcId"] for each in client("ec2", said).describe_vpcs()["Vpcs"] if not each["IsDefault"]]
    secret = client("secretsmanager", said).get_secret_value(SecretId=cluster["MasterUserSecret"]["SecretArn"])
    body = client("s3", said).get_object(Bucket="state-bucket", Key="state")["Body"].read()
    assert len(cluster["DBClusterMembers"]) == 3
    assert "dbadmin" in secret["SecretString"]
    assert client("kms", said).decrypt(CiphertextBlob=sealed)["Plaintext"] == b"secret"
    assert body == b"x" * 100_000
    assert client("lambda", said).invoke(FunctionName="f", Payload=b"7")["Payload"].read() == b"7"
    assert len(client("sns", said).list_topics()["Topics"]) == 1
    assert len(client("sqs", said).list_queues()["QueueUrls"]) == 1
    assert [each["RoleName"] for each in client("iam", said).list_roles()["Roles"]] == ["app"]
    return {"vpc": vpcs[0], "sealed": sealed, "arn": cluster["DBClusterArn"]}


def is_written(folder: Path, since: float) -> bool:
    file = folder / "state/control-plane.pickle"
    return file.exists() and file.stat().st_mtime > since


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_sandbox_takes_up_what_it_held(tmp_path: Path, end: signal.Signals) -> None:
    arguments = ("--account", ACCOUNT)
    with serving(tmp_path, *arguments, stdin=subprocess.PIPE) as first:
        made = fill(ready(first))
        filled = time.time()
        if end is signal.SIGKILL:
            while not is_written(tmp_path, filled):
                assert time.time() < filled + 20
                time.sleep(0.1)
        os.kill(first.pid, end)
        first.wait(timeout=20)
    with serving(tmp_path, *arguments, stdin=subprocess.PIPE) as second:
        said = ready(second)
        client("rds", said).get_waiter("db_cluster_available").wait(
            DBClusterIdentifier="orders", WaiterConfig={"Delay": 1}
        )
        assert found(said, made["sealed"]) == made
        second.terminate()
        second.wait(timeout=20)


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x04}."])
def test_a_state_that_cannot_be_read_is_not_thrown_away(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "state/control-plane.pickle"
    file.parent.mkdir()
    file.write_bytes(content)
    with serving(tmp_path) as process:
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 2
    assert errors.startswith(f"{file}: the state ")
    assert errors.endswith("delete the folder to begin anew\n")
    assert file.read_bytes() == content
