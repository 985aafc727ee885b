"""The bucket and key of Terraform's state."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
)
from cdktf_cdktf_provider_aws.s3_bucket_ownership_controls import (
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)

from generator.spec.model import Environment
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct, TerraformResourceLifecycle
from modules.state.names import alias_name, state_key_alias
from modules.state.policies import bucket_policy, key_policy

KEPT_VERSIONS = 50
OLD_VERSION_DAYS = 365
UPLOAD_DAYS = 7
ROTATION_DAYS = 365
DELETION_WINDOW_DAYS = 30
_SPEC = "state.bucket"


@dataclass(frozen=True, slots=True)
class StateOutputs:
    """References to the bucket's name and the key's ARN, and the literal ARN of the key's alias."""

    bucket_name: str
    key_arn: str
    key_alias: str


class StateBucket(Part):
    """A versioned, encrypted, private bucket in the environment's region, without replication.

    Its lock files lie beside the state, so no table is needed.
    Source: https://developer.hashicorp.com/terraform/language/backend/s3 (checked 2026-11-22).
    """

    def __init__(self, scope: Construct, environment: Environment, register: Register) -> None:
        super().__init__(scope, "state", register)
        self._environment = environment
        key_arn = self._key()
        bucket: S3Bucket = self.add(
            S3Bucket,
            "state",
            spec=_SPEC,
            bucket=environment.state_bucket,
            force_destroy=False,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
        )
        name = str(bucket.id)
        self._encrypt(name, key_arn)
        self._keep_versions(name)
        self._close(name, str(bucket.arn))
        self.outputs = StateOutputs(name, key_arn, state_key_alias(environment))

    def _key(self) -> str:
        environment = self._environment
        key: KmsKey = self.add(
            KmsKey,
            "state",
            spec=_SPEC,
            description=f"Terraform state in {environment.state_bucket}",
            policy=self.policy("state-key", key_policy(environment), spec="account_id"),
            enable_key_rotation=True,
            rotation_period_in_days=ROTATION_DAYS,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            multi_region=False,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
        )
        self.add(KmsAlias, "state", spec=_SPEC, name=alias_name(environment), target_key_id=key.key_id)
        return str(key.arn)

    def _encrypt(self, bucket: str, key_arn: str) -> None:
        encryption = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm="aws:kms", kms_master_key_id=key_arn
        )
        rule = S3BucketServerSideEncryptionConfigurationRuleA(
            apply_server_side_encryption_by_default=encryption, bucket_key_enabled=True
        )
        self.add(S3BucketServerSideEncryptionConfigurationA, "state", spec=_SPEC, bucket=bucket, rule=[rule])

    def _keep_versions(self, bucket: str) -> None:
        versioning = self.add(
            S3BucketVersioningA,
            "state",
            spec=_SPEC,
            bucket=bucket,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        rule = S3BucketLifecycleConfigurationRule(
            id="old-versions",
            status="Enabled",
            filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
            noncurrent_version_expiration=[
                S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(
                    noncurrent_days=OLD_VERSION_DAYS, newer_noncurrent_versions=KEPT_VERSIONS
                )
            ],
            abort_incomplete_multipart_upload=[
                S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(days_after_initiation=UPLOAD_DAYS)
            ],
        )
        self.add(
            S3BucketLifecycleConfiguration, "state", spec=_SPEC, bucket=bucket, rule=[rule], depends_on=[versioning]
        )

    def _close(self, bucket: str, bucket_arn: str) -> None:
        self.add(
            S3BucketOwnershipControls,
            "state",
            spec=_SPEC,
            bucket=bucket,
            rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )
        closed = self.add(
            S3BucketPublicAccessBlock,
            "state",
            spec=_SPEC,
            bucket=bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        policy = self.policy("state-bucket", bucket_policy(self._environment, bucket_arn), spec="account_id")
        # Both settings write to the bucket's policy, and S3 refuses two writers at once.
        self.add(S3BucketPolicy, "state", spec=_SPEC, bucket=bucket, policy=policy, depends_on=[closed])
