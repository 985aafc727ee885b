"""The one kind of a secret's version that a role may read: such as hold no password."""

from generator.spec.model import Environment
from modules.delivery.scopes import in_region, keys, via
from modules.part import Statement

# Terraform's SDK begins the id of a version that it made with it; a rotation's is a UUID.
_MADE_BY_TERRAFORM = "terraform-*"


def bare_secrets(environment: Environment) -> list[Statement]:
    """Lets the versions of secrets be read that Terraform made, as the provider does while planning.

    They say how to connect and hold no password. A request for the current version names no version, and is refused.
    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
    (checked 2026-11-25; the request with a version's id was seen from provider 5.100.0).
    """
    secrets = f"arn:aws:secretsmanager:{environment.region}:{environment.account_id}:secret:{environment.environment}/*"
    return [
        Statement(
            sid="ReadBareVersions",
            actions=["secretsmanager:GetSecretValue"],
            resources=[secrets],
            conditions=[("StringLike", "secretsmanager:VersionId", [_MADE_BY_TERRAFORM]), in_region(environment)],
        ),
        Statement(
            sid="DecryptBareVersions",
            actions=["kms:Decrypt"],
            resources=[keys(environment)],
            conditions=[
                via(environment, "secretsmanager"),
                ("StringLike", "kms:EncryptionContext:SecretVersionId", [_MADE_BY_TERRAFORM]),
                in_region(environment),
            ],
        ),
    ]
