"""Who may read a user's secret, and what the rotation function may do."""

from collections.abc import Iterable

from generator.spec.model import Environment
from modules.part import Statement

_ATTACH = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)
_DESCRIBE = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")


def reader_permissions(environment: Environment, secret_arn: str, key_arn: str) -> list[Statement]:
    """What a user's role needs to read its secret: the secret, and its key through Secrets Manager alone.

    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html (checked 2026-11-22).
    """
    return [
        Statement(
            sid="ReadSecret",
            actions=["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
            resources=[secret_arn],
        ),
        _use_key(environment, ["kms:Decrypt"], key_arn, [secret_arn]),
    ]


def others_kept_out(readers: Iterable[str], bare_version: str) -> Statement:
    """Denies the secret's value to everyone but `readers`, whatever else their policies allow.

    The version `bare_version` holds no password, and Terraform reads it on each refresh: that one is not denied.
    Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
    (checked 2026-11-22).
    """
    return Statement(
        sid="KeepOthersOut",
        effect="Deny",
        actions=["secretsmanager:GetSecretValue"],
        resources=["*"],
        principals={"AWS": ["*"]},
        conditions=[
            ("StringNotEquals", "aws:PrincipalArn", list(readers)),
            ("StringNotEquals", "secretsmanager:VersionId", [bare_version]),
        ],
    )


def function_permissions(
    environment: Environment,
    *,
    function_name: str,
    secret_arns: list[str],
    master_arn: str,
    key_arn: str,
    log_group_arn: str,
) -> list[Statement]:
    """What the rotation function may do.

    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
    (checked 2026-11-22).
    """
    return [
        Statement(
            sid="RotateSecrets",
            actions=[
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetSecretValue",
                "secretsmanager:PutSecretValue",
                "secretsmanager:UpdateSecretVersionStage",
            ],
            resources=secret_arns,
        ),
        Statement(sid="ReadMasterSecret", actions=["secretsmanager:GetSecretValue"], resources=[master_arn]),
        Statement(sid="MakePassword", actions=["secretsmanager:GetRandomPassword"], resources=["*"]),
        _use_key(environment, ["kms:Decrypt", "kms:GenerateDataKey"], key_arn, [*secret_arns, master_arn]),
        _read_variables(environment, key_arn),
        Statement(
            sid="WriteLog",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[f"{log_group_arn}:*"],
        ),
        *_network_interfaces(environment, function_name),
    ]


def _use_key(environment: Environment, actions: list[str], key_arn: str, secret_arns: list[str]) -> Statement:
    return Statement(
        sid="UseKeyThroughSecretsManager",
        actions=actions,
        resources=[key_arn],
        conditions=[
            ("StringEquals", "kms:ViaService", [f"secretsmanager.{environment.region}.amazonaws.com"]),
            ("StringEquals", "kms:EncryptionContext:SecretARN", secret_arns),
        ],
    )


def _read_variables(environment: Environment, key_arn: str) -> Statement:
    return Statement(
        sid="ReadOwnVariables",
        actions=["kms:Decrypt"],
        resources=[key_arn],
        conditions=[("StringEquals", "kms:ViaService", [f"lambda.{environment.region}.amazonaws.com"])],
    )


def _network_interfaces(environment: Environment, function_name: str) -> list[Statement]:
    """For Lambda, which attaches the function to the VPC; the function's own code is denied all of it.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
    (checked 2026-11-22).
    """
    region, account = environment.region, environment.account_id
    # The function depends on this policy, so that its ARN cannot be a reference here.
    function = f"arn:aws:lambda:{region}:{account}:function:{function_name}"
    return [
        Statement(sid="AttachToVpc", actions=_ATTACH, resources=[f"arn:aws:ec2:{region}:{account}:*/*"]),
        Statement(sid="SeeVpc", actions=_DESCRIBE, resources=["*"]),
        Statement(
            sid="KeepCodeOffVpc",
            effect="Deny",
            actions=sorted((*_ATTACH, *_DESCRIBE)),
            resources=["*"],
            conditions=[("ArnEquals", "lambda:SourceFunctionArn", [function])],
        ),
    ]
