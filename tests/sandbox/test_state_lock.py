"""Terraform's lock file in S3: whoever writes it first holds it, also among many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.account import Account

LOCK = "eu-west-1/terraform.tfstate.tflock"


@pytest.fixture
def account(an_account: Account) -> Account:
    an_account.client("s3").create_bucket(
        Bucket=bucket(an_account), CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return an_account


def bucket(account: Account) -> str:
    """Names of buckets are taken for every account at once."""
    return f"state-lock-{account.number}"


def take(account: Account, who: str) -> bool:
    try:
        account.client("s3").put_object(Bucket=bucket(account), Key=LOCK, Body=who.encode(), IfNoneMatch="*")
    except ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 412  # noqa: PT017 -- and nothing else
        return False
    return True


def test_a_lock_is_held_by_whom_wrote_it_first(account: Account) -> None:
    assert take(account, "first")
    assert not take(account, "second")
    s3 = account.client("s3")
    assert s3.get_object(Bucket=bucket(account), Key=LOCK)["Body"].read() == b"first"
    s3.delete_object(Bucket=bucket(account), Key=LOCK)
    assert take(account, "second")


def test_of_many_at_once_one_gets_the_lock(account: Account) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: take(account, str(number)), range(8)))
    assert sorted(taken) == [False] * 7 + [True]
