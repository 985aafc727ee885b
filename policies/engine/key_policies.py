"""Policies on the policies of keys."""

from collections.abc import Iterator

from policies.engine.policies_of import Document, documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack

# Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
# (checked 2026-11-22).
USE = (
    "kms:Decrypt",
    "kms:DeriveSharedSecret",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyPair",
    "kms:GenerateDataKeyPairWithoutPlaintext",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:GenerateMac",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:Sign",
    "kms:Verify",
    "kms:VerifyMac",
)
GRANT = "kms:CreateGrant"
RETIRE = (
    "kms:DeleteImportedKeyMaterial",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:ReplicateKey",
    "kms:ScheduleKeyDeletion",
    "kms:UpdatePrimaryRegion",
)


class KeyPolicies(Policy):
    """A policy on each document that says who may do what with a key."""

    category = "encryption"
    types = ("aws_kms_key", "aws_kms_key_policy", "aws_kms_external_key", "aws_kms_replica_key")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the key."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a policy, or with one that cannot be read, and what is wrong with each."""
        if resource.get("policy") is None:
            yield Violation(
                "it has no policy of its own: AWS's default lets every administrator use it", None, "policy"
            )
        for document in documents_of(resource, stack):
            if document.statements is None:
                yield Violation("its policy cannot be known before the apply", *document.at())
            yield from self.judge_document(document, resource, stack)

    def judge_document(self, document: Document, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """Everything that is wrong with a document."""
        raise NotImplementedError
