"""Buckets encrypt what is put into them under a customer-managed key."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import leads_to, made
from policies.engine.encrypted import key_violations
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown

_CONFIGURATION = "aws_s3_bucket_server_side_encryption_configuration"
_DEFAULT = "apply_server_side_encryption_by_default"
_ALGORITHMS = ("aws:kms", "aws:kms:dsse")


class BucketEncryption(Policy):
    """Each bucket has a configuration, and each rule of each configuration names such a key."""

    id = "CKV_TDG_108"
    title = "Buckets are encrypted under a customer-managed key"
    category = "encryption"
    why = (
        "Without a configuration S3 encrypts under keys that it owns itself (AES256), so that whoever may read an "
        "object can decrypt it, and no key's policy stands in between."
    )
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"
    fix = f"Add an {_CONFIGURATION} with aws:kms and the ARN of a key of this stack."
    types = ("aws_s3_bucket", "aws_s3_directory_bucket")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the bucket."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a configuration; of each, what is wrong with its rules."""
        found = [each for each in made(stack, _CONFIGURATION) if _is_for(each, resource, stack)]
        if not found:
            yield Violation(f"no {_CONFIGURATION} of this stack is on the bucket")
        for configuration in found:
            yield from _problems(configuration, stack)


def _is_for(configuration: Resource, bucket: Resource, stack: Stack) -> bool:
    return leads_to(configuration.get("bucket"), bucket, stack, "id", "bucket")


def _problems(configuration: Resource, stack: Stack) -> Iterator[Violation]:
    rules = configuration.blocks("rule")
    if not rules:
        yield Violation("the bucket's configuration has no rule", configuration.address, "rule")
    for index in range(len(rules)):
        path = f"rule.{index}.{_DEFAULT}.0"
        algorithm = configuration.get(f"{path}.sse_algorithm")
        if algorithm not in _ALGORITHMS:
            message = f"sse_algorithm is {shown(algorithm)}, and not aws:kms"
            yield Violation(message, configuration.address, f"{path}.sse_algorithm")
        key = f"{path}.kms_master_key_id"
        for each in key_violations(key, configuration.get(key), configuration, stack):
            yield Violation(each.message, each.culprit or configuration.address, each.attribute)


check = register(BucketEncryption)
