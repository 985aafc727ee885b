"""S3 where moto falls short of what a bucket for Terraform's state needs: conditions, and a lifecycle as written."""

import json
from typing import Any

from flask import has_request_context, request
from moto.core.responses import ActionResult, BaseResponse
from moto.iam.models import get_account_id_from
from moto.s3 import models
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from sandbox.identity.conditions import Values
from sandbox.identity.policies import Decision, Request, decide
from sandbox.identity.principals import principal


class Bucket(FakeBucket):
    """A bucket whose policy's conditions are read, and which keeps how many old versions stay.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    (checked 2026-11-22).
    """

    def get_permission(self, action: str, resource: str) -> Any:
        """What the policy says of the request that is being answered."""
        from moto.iam.access_control import PermissionResult

        if self.policy is None or not has_request_context():
            return PermissionResult.NEUTRAL
        decision = decide([json.loads(self.policy)], _request(action, resource), resource_based=True)
        return {
            Decision.ALLOW: PermissionResult.PERMITTED,
            Decision.DENY: PermissionResult.DENIED,
            Decision.SILENT: PermissionResult.NEUTRAL,
        }[decision]

    def set_lifecycle(self, rules: list[dict[str, Any]]) -> None:
        """Takes the rules as moto does, and keeps what it drops."""
        super().set_lifecycle(rules)
        for kept, given in zip(self.rules, rules, strict=True):
            expiration = given.get("NoncurrentVersionExpiration") or {}
            kept.nve_newer_versions = expiration.get("NewerNoncurrentVersions")


def install() -> None:
    """Has moto make these buckets, and hand a lifecycle back as it was written."""
    models.FakeBucket = Bucket
    S3Response.serialized = _serialized


def _serialized(self: S3Response, action_result: ActionResult) -> Any:
    result = action_result.result
    if isinstance(result, dict) and self.data.get("Action") == "GetBucketLifecycleConfiguration":
        rules = self.backend.get_bucket_lifecycle(self.bucket_name)
        for shown, rule in zip(result["Rules"], rules, strict=True):
            newer = getattr(rule, "nve_newer_versions", None)
            if newer:
                shown["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = newer
    return BaseResponse.serialized(self, action_result)


def _request(action: str, resource: str) -> Request:
    credential = request.headers.get("Authorization", "").partition("Credential=")[2].partition("/")[0]
    account = get_account_id_from(credential) if credential else None
    who = principal(account, credential) if account else None
    identity = who.identity if who else f"arn:aws:iam::{account}:root" if account else ""
    return Request(action, resource, identity, _values(account))


def _values(account: str | None) -> Values:
    """The request's condition keys. It came over loopback, where TLS would protect nothing, and is taken for TLS."""
    return {
        "aws:securetransport": "true",
        "aws:principalaccount": account,
        "s3:x-amz-server-side-encryption": request.headers.get("x-amz-server-side-encryption"),
    }
