"""What every stack starts with: the provider, and where its state is kept."""

from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags

from generator.spec.model import Environment
from modules.literals import guarded
from modules.runtime import S3Backend, TerraformStack


def add_provider(stack: TerraformStack, environment: Environment) -> None:
    """Adds the one provider: the environment's region, its account and no other, its tags on everything."""
    tags = {
        "environment": environment.environment,
        "owner": environment.owner.team,
        "contact": environment.owner.email,
        "jurisdiction": environment.residency.jurisdiction,
        "classification": environment.residency.classification,
        "managed-by": "tidegate",
    }
    AwsProvider(
        stack,
        "aws",
        region=environment.region,
        allowed_account_ids=[environment.account_id],
        default_tags=[AwsProviderDefaultTags(tags=guarded(tags, "default_tags"))],
    )


def add_state_backend(
    stack: TerraformStack, environment: Environment, key: str, file: str = "terraform.tfstate"
) -> None:
    """Keeps the state in the environment's bucket, encrypted with `key` (the ARN of a key or an alias) and locked."""
    S3Backend(
        stack,
        bucket=environment.state_bucket,
        key=f"{environment.environment}/{file}",
        region=environment.region,
        encrypt=True,
        kms_key_id=key,
    )
    # The binding is older than the argument: https://developer.hashicorp.com/terraform/language/backend/s3#use_lockfile
    stack.add_override("terraform.backend.s3.use_lockfile", True)
    stack.add_override("terraform.backend.s3.allowed_account_ids", [environment.account_id])
