"""Tokens of an identity provider (GitHub's workflows, say): the sandbox issues them in its name, and STS reads them.

They are JSON Web Tokens (RFC 7519), signed by a key of this process: a provider's own would have to be asked of the
world outside. Whatever else a token says is read as AWS reads it.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html (checked 2026-11-26)
"""

import base64
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from moto.iam.models import iam_backends

from sandbox.control_plane.access.refusing import invalid
from sandbox.control_plane.context import CONTEXT
from sandbox.identity.conditions import Values
from sandbox.identity.principals import PARTITION

GITHUB = "https://token.actions.githubusercontent.com"
# https://docs.github.com/en/actions/concepts/security/openid-connect (checked 2026-11-26): they live for minutes.
LIFE = timedelta(minutes=5)
_KEY = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Claims:
    """Who vouches (the provider's ARN in IAM), and the condition keys that the token gives: `<host>:sub`, `:aud`."""

    provider: str
    values: Values


def issue(subject: str, audience: str, issuer: str = GITHUB) -> str:
    """A token of the provider for a subject (`repo:owner/name:environment:prod`) and an audience."""
    now = CONTEXT.now()
    claims = {
        "iss": issuer,
        "sub": subject,
        "aud": audience,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFE).timestamp()),
    }
    signed = ".".join(_encoded(json.dumps(each).encode()) for each in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{signed}.{_signature(signed)}"


def claims_of(call: Any, account: str) -> Claims:
    """What the token of an AssumeRoleWithWebIdentity says. Raises STS's errors for one that does not hold."""
    said = _read(str(call._get_param("WebIdentityToken") or ""))
    if int(said["exp"]) <= CONTEXT.now().timestamp():
        raise invalid("ExpiredTokenException", "Token expired: it must be used within minutes")
    host = str(said["iss"]).removeprefix("https://")
    arn = f"arn:aws:iam::{account}:oidc-provider/{host}"
    provider = iam_backends[account][PARTITION].open_id_providers.get(arn)
    if provider is None:
        raise invalid("InvalidIdentityToken", f"No OpenIDConnect provider found in your account for {said['iss']}")
    if said["aud"] not in provider.client_id_list:
        raise invalid("InvalidIdentityToken", "Incorrect token audience")
    return Claims(arn, {f"{host}:sub": str(said["sub"]), f"{host}:aud": str(said["aud"])})


def _read(token: str) -> dict[str, Any]:
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_signature(signed), signature):
        raise invalid("InvalidIdentityToken", "Couldn't verify the token's signature")
    body = signed.partition(".")[2]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def _signature(signed: str) -> str:
    return _encoded(hmac.digest(_KEY, signed.encode(), sha256))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
