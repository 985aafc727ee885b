"""Holds every call of a user or role of IAM against its policies, as IAM would.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from moto.core.authorization import ActionAuthenticatorMixin
from moto.kms.models import kms_backends
from moto.secretsmanager.models import secretsmanager_backends

from sandbox.control_plane.access.assuming import ASSUMING, check_assuming
from sandbox.control_plane.access.callers import Caller, caller_of
from sandbox.control_plane.access.refusing import refusal
from sandbox.control_plane.access.resources import UNKNOWN, boundary_of, resource_of
from sandbox.control_plane.access.signatures import check_signature
from sandbox.identity.conditions import Values
from sandbox.identity.policies import Decision, Request, decide

PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag", "s3-control": "s3"}
"""The name that a service signs with -> the name that policies know it by."""
RENAMED = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:ListObjects": "s3:ListBucket",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}
"""An API's name -> the permission that it needs, where that is called otherwise.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html (checked 2026-11-26).
"""
ASKED = {
    "iam:permissionsboundary": "PermissionsBoundary",
    "iam:policyarn": "PolicyArn",
    "iam:awsservicename": "AWSServiceName",
    "kms:multiregion": "MultiRegion",
    "s3:prefix": "prefix",
    "secretsmanager:versionid": "VersionId",
    "sts:externalid": "ExternalId",
    "sts:rolesessionname": "RoleSessionName",
}
"""Condition key -> the request's parameter."""
ALWAYS = "sts:GetCallerIdentity"
DEFAULT_KEY = "alias/aws/secretsmanager"


def install() -> None:
    """Puts this in the place of moto's own check, which reads neither resources nor conditions."""
    ActionAuthenticatorMixin._authenticate_and_authorize_action = _authorize


def _authorize(call: Any, iam_request_cls: type, resource: str = UNKNOWN) -> None:
    caller = caller_of(call.get_access_key())
    if caller:
        check_signature(call, iam_request_cls, caller)
    if call.service_name == "sts" and _action_name(call) in ASSUMING:
        check_assuming(call, _action_name(call), caller, _of_request(call))
        return
    if caller is None:
        return
    service = _service(call)
    action = f"{service}:{_action_name(call)}"
    action = RENAMED.get(action, action)
    if action == ALWAYS:
        return
    about = resource if resource not in (UNKNOWN, "arn:aws:s3:::*") else resource_of(call, service)
    request = Request(action, about, caller.who.identity, _values(call, caller))
    if not _may(call, caller, request):
        _refuse(call, service, caller, request)
    if action == "secretsmanager:GetSecretValue":
        _check_key_of_secret(call, caller, about)


def _service(call: Any) -> str:
    scope = call.headers.get("Authorization", "").partition("Credential=")[2].partition(",")[0].split("/")
    signed = scope[3] if len(scope) > 3 else str(call.service_name)
    return PREFIXES.get(signed, signed)


def _action_name(call: Any) -> str:
    action = call._get_action()
    return str(action[0] if isinstance(action, list) else action)


def _values(call: Any, caller: Caller) -> dict[str, str]:
    return {
        "aws:principalaccount": caller.account,
        "aws:principalarn": caller.who.identity,
        "aws:sourceaccount": caller.account,
        **_of_request(call),
    }


def _of_request(call: Any) -> dict[str, str]:
    return {
        "aws:requestedregion": call.region,
        "aws:sourceip": "127.0.0.1",
        "aws:currenttime": datetime.now(UTC).isoformat(),
        # Over loopback, TLS would protect nothing: every request is taken for one.
        "aws:securetransport": "true",
        "s3:resourceaccount": call.current_account,
        **{key: str(value) for key, value in _asked(call) if value is not None},
    }


def _asked(call: Any) -> Iterator[tuple[str, Any]]:
    for key, parameter in ASKED.items():
        yield key, call._get_param(parameter)
    if call.service_name == "iam" and not call._get_param("PermissionsBoundary"):
        # Of a role that is there, it is the boundary that it has.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html (2026-11-26)
        yield "iam:permissionsboundary", boundary_of(call)


def _may(call: Any, caller: Caller, request: Request) -> bool:
    own = decide(caller.who.policies, request)
    held = decide(_documents_of(call, request), request, resource_based=True)
    if Decision.DENY in (own, held):
        return False
    limits = (decide(documents, request) for documents in caller.who.limits)
    return Decision.ALLOW in (own, held) and all(limit is Decision.ALLOW for limit in limits)


def _documents_of(call: Any, request: Request) -> list[Mapping[str, Any]]:
    """The policy of the secret or key itself. Buckets judge theirs on their own."""
    secrets = secretsmanager_backends[call.current_account][call.region].secrets
    if request.action.startswith("secretsmanager:") and request.resource in secrets:
        policy = getattr(secrets[request.resource], "policy", None)
        return [json.loads(policy)] if policy else []
    return []


def _check_key_of_secret(call: Any, caller: Caller, arn: str) -> None:
    """What Secrets Manager does in its caller's name, with the secret and its version as encryption context.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html (checked 2026-11-26).
    """
    secrets = secretsmanager_backends[call.current_account][call.region].secrets
    key = secrets[arn].kms_key_id if arn in secrets else None
    if not key or key == DEFAULT_KEY:
        return
    values: Values = {
        **_values(call, caller),
        "kms:viaservice": f"secretsmanager.{call.region}.amazonaws.com",
        "kms:encryptioncontext:secretarn": arn,
        "kms:encryptioncontext:secretversionid": _version(call, secrets[arn]),
        "kms:calleraccount": caller.account,
    }
    key_arn = kms_backends[call.current_account][call.region].describe_key(key).arn
    request = Request("kms:Decrypt", key_arn, caller.who.identity, values)
    if not _may(call, caller, request):
        _refuse(call, "secretsmanager", caller, request)


def _version(call: Any, secret: Any) -> str | None:
    """The id of the version that is asked for, by itself or by a stage."""
    stage = call._get_param("VersionStage") or "AWSCURRENT"
    staged = (name for name, version in secret.versions.items() if stage in version["version_stages"])
    return call._get_param("VersionId") or next(staged, None)


def _refuse(call: Any, service: str, caller: Caller, request: Request) -> NoReturn:
    message = (
        f"User: {caller.who.arn} is not authorized to perform: {request.action} on resource: {request.resource} "
        "because no policy allows the action, or one denies it"
    )
    raise refusal(call, service, message)
