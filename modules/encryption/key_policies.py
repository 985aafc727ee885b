"""Who may administer and who may use each of the cell's keys."""

from collections.abc import Callable

from modules.part import Statement

_USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")
_ADMINISTER = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:ListRetirableGrants",
    "kms:ListKeyRotations",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
# A disabled key ends a Multi-AZ DB cluster for good, as it cannot be stopped: nobody may disable or delete one.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html (checked 2026-11-22)
_RETIRE = ("kms:DisableKey", "kms:ScheduleKeyDeletion")


def key_policy(purpose: str, region: str, account_id: str, *, retirable: bool) -> list[Statement]:
    """The statements of the policy of the key for `purpose`, in an account and region.

    Administrators manage a key but cannot decrypt with it; users reach it through one service only.
    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (checked 2026-11-22).
    """
    administrators = Statement(
        sid="AdministerKey",
        actions=sorted((*_ADMINISTER, *(_RETIRE if retirable else ()))),
        resources=["*"],
        principals={"AWS": [_root(account_id)]},
    )
    return [administrators, *_USERS[purpose](region, account_id)]


def _through(*services: str) -> Callable[[str, str], list[Statement]]:
    def statements(region: str, account_id: str) -> list[Statement]:
        via = ("StringEquals", "kms:ViaService", [f"{service}.{region}.amazonaws.com" for service in services])
        account = ("StringEquals", "kms:CallerAccount", [account_id])
        principals = {"AWS": [_root(account_id)]}
        return [
            Statement(
                sid="UseThroughService",
                actions=_USE,
                resources=["*"],
                principals=principals,
                conditions=[via, account],
            ),
            Statement(
                sid="GrantToService",
                actions=["kms:CreateGrant"],
                resources=["*"],
                principals=principals,
                conditions=[via, account, ("Bool", "kms:GrantIsForAWSResource", ["true"])],
            ),
        ]

    return statements


def _log_groups(region: str, account_id: str) -> list[Statement]:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html (checked 2026-11-22)
    groups = f"arn:aws:logs:{region}:{account_id}:log-group:*"
    return [
        Statement(
            sid="UseForLogGroups",
            actions=_USE,
            resources=["*"],
            principals={"Service": [f"logs.{region}.amazonaws.com"]},
            conditions=[("ArnLike", "kms:EncryptionContext:aws:logs:arn", [groups])],
        )
    ]


def _publishers(_region: str, account_id: str) -> list[Statement]:
    # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html (checked 2026-11-22)
    return [
        Statement(
            sid="UseForMessages",
            actions=["kms:Decrypt", "kms:GenerateDataKey*"],
            resources=["*"],
            principals={"Service": ["backup.amazonaws.com", "cloudwatch.amazonaws.com", "events.rds.amazonaws.com"]},
            conditions=[("StringEquals", "aws:SourceAccount", [account_id])],
        )
    ]


def _root(account_id: str) -> str:
    return f"arn:aws:iam::{account_id}:root"


_USERS: dict[str, Callable[[str, str], list[Statement]]] = {
    "storage": _through("rds"),
    "secrets": _through("secretsmanager", "lambda"),
    "insights": _through("rds"),
    "logs": _log_groups,
    "backups": _through("backup"),
    "alerts": _publishers,
}
