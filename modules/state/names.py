"""Names that the backend block must know without a reference."""

from generator.spec.model import Environment


def alias_name(environment: Environment) -> str:
    """The alias of the key that encrypts the state: one for each state bucket.

    Dots, which an alias cannot hold, become underscores, which a bucket's name cannot hold.
    Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html (checked 2026-11-22).
    """
    return f"alias/{environment.state_bucket.replace('.', '_')}"


def state_key_alias(environment: Environment) -> str:
    """The ARN of that alias, which the S3 backend takes as `kms_key_id`.

    Source: https://github.com/hashicorp/terraform/blob/main/internal/backend/remote-state/s3/validate.go
    (checked 2026-11-22, and seen with Terraform 1.11.4).
    """
    return f"arn:aws:kms:{environment.region}:{environment.account_id}:{alias_name(environment)}"
