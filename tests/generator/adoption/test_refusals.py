"""What cannot be taken over is said before anything is written."""

from typing import Any

import pytest

from generator.adoption.refusals import check_cluster, check_key
from generator.errors import MisuseError

ACCOUNT = "222222222222"
CLUSTER: dict[str, Any] = {
    "DBClusterIdentifier": "ledger",
    "Engine": "mysql",
    "DBClusterInstanceClass": "db.r6gd.large",
    "StorageEncrypted": True,
    "StorageType": "io1",
}
KEY: dict[str, Any] = {
    "KeyManager": "CUSTOMER",
    "AWSAccountId": ACCOUNT,
    "MultiRegion": False,
    "Origin": "AWS_KMS",
    "KeyState": "Enabled",
}


def test_a_cluster_and_its_key_are_taken() -> None:
    check_cluster(CLUSTER)
    check_key("ledger", KEY, ACCOUNT)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Engine": "aurora-mysql"}, "it is aurora-mysql, and no Multi-AZ DB cluster for MySQL"),
        ({"DBClusterInstanceClass": None}, "it has no class of its own, and no Multi-AZ DB cluster for MySQL"),
        ({"DBClusterIdentifier": "1ledger"}, "its name is no key of a spec"),
        ({"StorageEncrypted": False}, "it is not encrypted, and encryption replaces it"),
        ({"StorageType": "aurora"}, "its storage is aurora, and another type replaces it"),
    ],
)
def test_a_cluster_that_a_plan_would_replace_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(MisuseError) as refused:
        check_cluster(CLUSTER | change)
    assert str(refused.value).endswith(f"cannot be taken over: {message}")
    assert refused.value.fix


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"KeyManager": "AWS"}, "it is encrypted under AWS's own key, and another key replaces it"),
        ({"AWSAccountId": "111111111111"}, "its key is of account 111111111111"),
        ({"MultiRegion": True}, "its key is a multi-Region key"),
        ({"Origin": "EXTERNAL"}, "its key is a key with material from EXTERNAL"),
        ({"KeyState": "PendingDeletion"}, "its key is PendingDeletion"),
    ],
)
def test_a_cluster_under_a_key_that_no_stack_can_hold_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(MisuseError) as refused:
        check_key("ledger", KEY | change, ACCOUNT)
    assert str(refused.value) == f"ledger cannot be taken over: {message}"
