"""Terraform neither makes nor reads passwords."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack

_MANAGED = ("random_password", "random_string", "random_bytes", "tls_private_key", "aws_kms_ciphertext")
_DATA = (
    "aws_secretsmanager_secret_version",
    "aws_secretsmanager_random_password",
    "aws_kms_secrets",
    "aws_ssm_parameter",
    "aws_ssm_parameters_by_path",
)


class SecretSources(Policy):
    """No resource makes a password or a key, and no data source reads one: both keep it in the state."""

    id = "CKV_TDG_315"
    title = "Terraform neither makes nor reads passwords"
    category = "identity"
    why = "What a resource generates, or a data source reads, is kept in the state and in saved plans as plain text."
    source = "https://developer.hashicorp.com/terraform/language/manage-sensitive-data"
    fix = "Let RDS or the rotation function make the password, and applications read it by the secret's ARN."
    types = (*_MANAGED, *_DATA)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is one of those; an ephemeral one keeps nothing."""
        del stack
        return (resource.mode == "managed" and resource.type in _MANAGED) or (
            resource.mode == "data" and resource.type in _DATA
        )

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each of them."""
        del stack
        yield Violation(f"{resource.type} keeps a password or a key in the state")


check = register(SecretSources)
