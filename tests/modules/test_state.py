"""The state bucket as it is rendered."""

from typing import Any

import pytest

from generator.spec.model import Environment, State
from modules.state import StateBucket, state_key_alias
from tests.modules.conftest import Render

BUCKET = "tidegate-state-222222222222-eu-west-1"


@pytest.fixture(scope="module")
def stack(render: Render) -> dict[str, Any]:
    return render(StateBucket)


def statements(stack: dict[str, Any], name: str) -> dict[str, Any]:
    found = stack["data"]["aws_iam_policy_document"][name]["statement"]
    return {each["sid"]: each for each in found}


def conditions(statement: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [(each["test"], each["variable"], each["values"]) for each in statement.get("condition", [])]


@pytest.mark.parametrize("kind", ["aws_s3_bucket", "aws_kms_key"])
def test_neither_bucket_nor_key_can_be_destroyed(stack: dict[str, Any], kind: str) -> None:
    assert stack["resource"][kind]["state"]["lifecycle"] == {"prevent_destroy": True}


def test_the_bucket_is_the_one_that_the_backend_names(stack: dict[str, Any]) -> None:
    bucket = stack["resource"]["aws_s3_bucket"]["state"]
    assert (bucket["bucket"], bucket["force_destroy"]) == (BUCKET, False)


def test_the_state_is_encrypted_with_a_rotating_key_of_its_own(stack: dict[str, Any]) -> None:
    encryption = stack["resource"]["aws_s3_bucket_server_side_encryption_configuration"]["state"]
    key = stack["resource"]["aws_kms_key"]["state"]
    assert encryption["rule"] == [
        {
            "apply_server_side_encryption_by_default": {
                "kms_master_key_id": "${aws_kms_key.state.arn}",
                "sse_algorithm": "aws:kms",
            },
            "bucket_key_enabled": True,
        }
    ]
    assert (key["enable_key_rotation"], key["multi_region"]) == (True, False)


def test_the_key_decrypts_through_s3_of_the_region_alone_and_nobody_disables_it(stack: dict[str, Any]) -> None:
    policy = statements(stack, "state-key")
    assert conditions(policy["UseThroughS3"]) == [
        ("StringEquals", "kms:ViaService", ["s3.eu-west-1.amazonaws.com"]),
        ("StringEquals", "kms:CallerAccount", ["222222222222"]),
    ]
    allowed = set(policy["AdministerKey"]["actions"])
    assert not allowed & {"kms:*", "kms:Decrypt", "kms:DisableKey", "kms:ScheduleKeyDeletion"}


@pytest.mark.parametrize(
    ("sid", "actions", "expected"),
    [
        ("DenyWithoutTls", ["s3:*"], [("Bool", "aws:SecureTransport", ["false"])]),
        ("DenyOtherAccounts", ["s3:*"], [("StringNotEquals", "aws:PrincipalAccount", ["222222222222"])]),
        (
            "DenyOtherEncryption",
            ["s3:PutObject"],
            [
                ("StringNotEquals", "s3:x-amz-server-side-encryption", ["aws:kms"]),
                ("Null", "s3:x-amz-server-side-encryption", ["false"]),
            ],
        ),
        ("DenyReplication", ["s3:PutReplicationConfiguration"], []),
    ],
)
def test_the_bucket_refuses(
    stack: dict[str, Any], sid: str, actions: list[str], expected: list[tuple[str, str, list[str]]]
) -> None:
    statement = statements(stack, "state-bucket")[sid]
    assert (statement["effect"], statement["actions"], conditions(statement)) == ("Deny", actions, expected)
    assert statement["principals"] == [{"identifiers": ["*"], "type": "AWS"}]


def test_the_bucket_is_closed_to_the_public_and_owned_by_the_account(stack: dict[str, Any]) -> None:
    block = stack["resource"]["aws_s3_bucket_public_access_block"]["state"]
    settings = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    assert [block[setting] for setting in settings] == [True] * 4
    ownership = stack["resource"]["aws_s3_bucket_ownership_controls"]["state"]
    assert ownership["rule"] == {"object_ownership": "BucketOwnerEnforced"}


def test_old_versions_are_kept_for_a_while_and_nothing_is_replicated(stack: dict[str, Any]) -> None:
    resources = stack["resource"]
    assert resources["aws_s3_bucket_versioning"]["state"]["versioning_configuration"] == {"status": "Enabled"}
    (rule,) = resources["aws_s3_bucket_lifecycle_configuration"]["state"]["rule"]
    assert rule["noncurrent_version_expiration"] == [{"newer_noncurrent_versions": 50, "noncurrent_days": 365}]
    assert "expiration" not in rule
    assert "aws_s3_bucket_replication_configuration" not in resources


def test_the_backend_names_the_key_that_the_stack_makes(stack: dict[str, Any], environment: Environment) -> None:
    alias = stack["resource"]["aws_kms_alias"]["state"]
    assert state_key_alias(environment) == f"arn:aws:kms:eu-west-1:222222222222:{alias['name']}"
    assert alias["target_key_id"] == "${aws_kms_key.state.key_id}"


def test_buckets_that_differ_have_keys_that_differ(environment: Environment) -> None:
    def alias(bucket: str) -> str:
        return state_key_alias(environment.model_copy(update={"state": State(bucket=bucket)}))

    assert alias("team.state") == "arn:aws:kms:eu-west-1:222222222222:alias/team_state"
    assert alias("team.state") != alias("team-state")
