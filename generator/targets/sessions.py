"""Sessions of the AWS SDK that take a target's variables, and nothing of this process's environment beside them."""

import os
from collections.abc import Mapping

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from generator.errors import ToolError

_ENDPOINT = "AWS_ENDPOINT_URL"
_KEY = "AWS_ACCESS_KEY_ID"
_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
POOL = 32
"""Connections that a client keeps, so that lists can be read at the same time."""


def open_session(
    variables: Mapping[str, str | None], *, region: str | None = None, role: str | None = None
) -> boto3.Session:
    """A session with the endpoint, credentials and region in `variables`; what they leave open is the SDK's affair.

    Raises ToolError where `role` (an ARN) cannot be assumed.
    """
    session = _session(variables, region or variables.get("AWS_REGION"))
    if role is None:
        return session
    try:
        issued = session.client("sts").assume_role(RoleArn=role, RoleSessionName="tidegate")["Credentials"]
    except (BotoCoreError, ClientError) as error:
        raise ToolError(f"{role} cannot be assumed: {error}", fix="see who may assume the role") from error
    assumed = {
        _KEY: issued["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
        "AWS_SESSION_TOKEN": issued["SessionToken"],
    }
    return _session({**variables, **assumed}, session.region_name)


def _session(variables: Mapping[str, str | None], region: str | None) -> boto3.Session:
    core = botocore.session.Session()
    if variables.get("AWS_CONFIG_FILE") == os.devnull:
        core.set_config_variable("config_file", os.devnull)
        core.set_config_variable("credentials_file", os.devnull)
        core.set_config_variable("profile", None)
    endpoint = variables.get(_ENDPOINT)
    if endpoint:
        core.get_component("config_store").set_config_variable("endpoint_url", endpoint)
    core.set_default_client_config(_config(direct=bool(endpoint)))
    key, secret = variables.get(_KEY), variables.get("AWS_SECRET_ACCESS_KEY")
    if key and secret:
        core.set_credentials(key, secret, variables.get("AWS_SESSION_TOKEN"))
    return boto3.Session(botocore_session=core, region_name=region)


def _config(*, direct: bool) -> Config:
    if not direct:
        return Config(max_pool_connections=POOL, retries={"mode": "standard", "total_max_attempts": 6})
    # A proxy of the user's is for the world outside, and a bucket's name is no host on this machine.
    return Config(
        max_pool_connections=POOL,
        retries={"mode": "standard", "total_max_attempts": 6},
        connect_timeout=5,
        proxies={},
        s3={"addressing_style": "path"},
    )


def has_expired(session: boto3.Session) -> bool:
    """Whether the session's credentials have run out; false too where that cannot be asked.

    https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
    """
    try:
        session.client("sts").get_caller_identity()
    except ClientError as error:
        return error.response.get("Error", {}).get("Code") in _EXPIRED
    except BotoCoreError:
        return False
    return False
