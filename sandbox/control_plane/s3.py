"""S3 where moto falls short of what a bucket for Terraform's state needs: conditions, and a lifecycle as written."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import has_request_context, request
from moto.core.responses import ActionResult, BaseResponse
from moto.iam.models import get_account_id_from
from moto.s3 import models
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

Values = Mapping[str, str | None]


class Bucket(FakeBucket):
    """A bucket whose policy's conditions are read, and which keeps how many old versions stay.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    (checked 2026-11-22).
    """

    def get_permission(self, action: str, resource: str) -> Any:
        """What the policy says, by those of its statements whose conditions hold for the request."""
        from moto.iam.access_control import IAMPolicy, PermissionResult

        if self.policy is None or not has_request_context():
            return PermissionResult.NEUTRAL
        document = json.loads(self.policy)
        values = _values()
        held = [each for each in document["Statement"] if holds(each.get("Condition", {}), values)]
        plain = [{name: part for name, part in each.items() if name != "Condition"} for each in held]
        return IAMPolicy(json.dumps({**document, "Statement": plain})).is_action_permitted(action, resource)

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


def holds(conditions: Mapping[str, Mapping[str, Any]], values: Values) -> bool:
    """Whether every condition is met by `values` (None: the request has no such key). An unknown operator raises."""
    return all(
        _meets(operator, wanted if isinstance(wanted, list) else [wanted], values.get(key.lower()))
        for operator, by_key in conditions.items()
        for key, wanted in by_key.items()
    )


def _meets(operator: str, wanted: Sequence[Any], value: str | None) -> bool:
    texts = [str(each).lower() if isinstance(each, bool) else str(each) for each in wanted]
    if operator == "Null":
        return (value is None) == (texts[0] == "true")
    if operator in ("StringEquals", "Bool"):
        return value is not None and value in texts
    if operator == "StringNotEquals":
        return value not in texts
    raise NotImplementedError(f"the sandbox knows no condition operator {operator}")


def _values() -> Values:
    """The request's condition keys. It came over loopback, where TLS would protect nothing, and is taken for TLS."""
    credential = request.headers.get("Authorization", "").partition("Credential=")[2].partition("/")[0]
    return {
        "aws:securetransport": "true",
        "aws:principalaccount": get_account_id_from(credential) if credential else None,
        "s3:x-amz-server-side-encryption": request.headers.get("x-amz-server-side-encryption"),
    }
