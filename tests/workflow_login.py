"""Logs in to the sandbox as a job of a workflow does: with a token of its identity provider, and without any keys."""

import json
import urllib.request
from collections.abc import Mapping
from dataclasses import replace

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from generator.targets import Target

AUDIENCE = "sts.amazonaws.com"
PROVIDER = "https://token.actions.githubusercontent.com"
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def register_provider(target: Target) -> None:
    """What somebody has done once in the account, as docs/roles.md says."""
    iam = target.session().client("iam")
    iam.create_open_id_connect_provider(Url=PROVIDER, ClientIDList=[AUDIENCE], ThumbprintList=[])


def log_in(target: Target, role: str, subject: str, *, session: str = "test", seconds: int = 3600) -> dict[str, str]:
    """The variables of a session of `role`, for a job with this subject. Raises ClientError where it is refused."""
    endpoint = str(target.variables["AWS_ENDPOINT_URL"])
    sts = boto3.client(
        "sts",
        endpoint_url=endpoint,
        region_name=target.variables["AWS_REGION"],
        config=Config(proxies={}, signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    issued = sts.assume_role_with_web_identity(
        RoleArn=role,
        RoleSessionName=session,
        DurationSeconds=seconds,
        WebIdentityToken=_token(endpoint, {"subject": subject, "audience": AUDIENCE}),
    )["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
        "AWS_SESSION_TOKEN": issued["SessionToken"],
    }


def logged_in(target: Target, role: str, subject: str) -> Target:
    """The target as the session reaches it."""
    return replace(target, variables={**target.variables, **log_in(target, role, subject)})


def _token(endpoint: str, asked: Mapping[str, str]) -> str:
    body = json.dumps(asked).encode()
    request = urllib.request.Request(f"{endpoint}/tidegate/token", body, {"Content-Type": "application/json"})
    with _DIRECT.open(request, timeout=30) as answer:
        return str(json.loads(answer.read())["token"])
