"""Who may use the state's key and bucket."""

from collections.abc import Iterable

from generator.spec.model import Environment
from modules.part import Statement

_ADMINISTER = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:Describe*",
    "kms:Enable*",
    "kms:Get*",
    "kms:List*",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)


def key_policy(environment: Environment) -> Iterable[Statement]:
    """Administrators manage the key without decrypting; it decrypts through S3 of its region and account alone.

    Nobody may disable or delete it: without the key, the state is lost.
    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (checked 2026-11-22).
    """
    account = {"AWS": [f"arn:aws:iam::{environment.account_id}:root"]}
    yield Statement(sid="AdministerKey", actions=_ADMINISTER, resources=["*"], principals=account)
    yield Statement(
        sid="UseThroughS3",
        actions=["kms:Decrypt", "kms:GenerateDataKey"],
        resources=["*"],
        principals=account,
        conditions=[
            ("StringEquals", "kms:ViaService", [f"s3.{environment.region}.amazonaws.com"]),
            ("StringEquals", "kms:CallerAccount", [environment.account_id]),
        ],
    )


def bucket_policy(environment: Environment, bucket_arn: str) -> Iterable[Statement]:
    """Only over TLS, only from the own account, only encrypted with KMS, and never replicated.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html (checked 2026-11-22).
    """
    objects = f"{bucket_arn}/*"
    yield _denial("DenyWithoutTls", ["s3:*"], [bucket_arn, objects], ("Bool", "aws:SecureTransport", ["false"]))
    yield _denial(
        "DenyOtherAccounts",
        ["s3:*"],
        [bucket_arn, objects],
        ("StringNotEquals", "aws:PrincipalAccount", [environment.account_id]),
    )
    header = "s3:x-amz-server-side-encryption"
    # Without the header, the bucket's own encryption applies.
    yield _denial(
        "DenyOtherEncryption",
        ["s3:PutObject"],
        [objects],
        ("StringNotEquals", header, ["aws:kms"]),
        ("Null", header, ["false"]),
    )
    yield _denial("DenyReplication", ["s3:PutReplicationConfiguration"], [bucket_arn])


def _denial(
    sid: str, actions: Iterable[str], resources: Iterable[str], *conditions: tuple[str, str, list[str]]
) -> Statement:
    return Statement(
        sid=sid,
        effect="Deny",
        actions=actions,
        resources=resources,
        principals={"AWS": ["*"]},
        conditions=conditions,
    )
