"""A bucket for Terraform's state: its policy's conditions are read, and its lifecycle comes back as written."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from sandbox.control_plane import ControlPlane

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

OWN, OTHER = "222222222222", "111111111111"
BUCKET = "tidegate-state-222222222222-eu-west-1"


@pytest.fixture(scope="module")
def plane() -> Iterator[ControlPlane]:
    plane = ControlPlane()
    yield plane
    plane.close()


def s3_of(plane: ControlPlane, account: str) -> "S3Client":
    issued = plane.credentials(account)
    return boto3.client(
        "s3",
        endpoint_url=plane.endpoint,
        region_name="eu-west-1",
        aws_access_key_id=issued["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=issued["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=issued["AWS_SESSION_TOKEN"],
        config=Config(proxies={}, s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
    )


def denial(actions: str, conditions: dict[str, object]) -> dict[str, object]:
    arn = f"arn:aws:s3:::{BUCKET}"
    return {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": actions,
        "Resource": [arn, f"{arn}/*"],
        "Condition": conditions,
    }


@pytest.fixture(scope="module")
def bucket(plane: ControlPlane) -> str:
    s3 = s3_of(plane, OWN)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    header = "s3:x-amz-server-side-encryption"
    statements = [
        denial("s3:*", {"StringNotEquals": {"aws:PrincipalAccount": OWN}}),
        denial("s3:*", {"Bool": {"aws:SecureTransport": "false"}}),
        denial("s3:PutObject", {"StringNotEquals": {header: "aws:kms"}, "Null": {header: "false"}}),
    ]
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    return BUCKET


def test_the_own_account_reads_and_writes(plane: ControlPlane, bucket: str) -> None:
    s3 = s3_of(plane, OWN)
    s3.put_object(Bucket=bucket, Key="state", Body=b"{}")
    s3.put_object(Bucket=bucket, Key="state", Body=b"{}", ServerSideEncryption="aws:kms")
    assert s3.get_object(Bucket=bucket, Key="state")["Body"].read() == b"{}"


def test_another_account_is_denied(plane: ControlPlane, bucket: str) -> None:
    with pytest.raises(ClientError, match="403"):
        s3_of(plane, OTHER).put_object(Bucket=bucket, Key="other", Body=b"")


def test_other_encryption_is_denied(plane: ControlPlane, bucket: str) -> None:
    with pytest.raises(ClientError, match="403"):
        s3_of(plane, OWN).put_object(Bucket=bucket, Key="plain", Body=b"", ServerSideEncryption="AES256")


def test_a_lifecycle_comes_back_as_it_was_written(plane: ControlPlane, bucket: str) -> None:
    s3 = s3_of(plane, OWN)
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "old-versions",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "NoncurrentVersionExpiration": {"NoncurrentDays": 365, "NewerNoncurrentVersions": 50},
                }
            ]
        },
    )
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 365, "NewerNoncurrentVersions": 50}
