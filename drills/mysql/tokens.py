"""IAM tokens: as the SDK signs them, and signed at another time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import boto3
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest

LIFE_SECONDS = 900
"""Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html (checked 2026-11-22)."""


@dataclass(frozen=True, slots=True)
class Token:
    """A login with a token, made anew at each connection.

    `signed_for`, `host` and `region` sign it for another user, host or region than those of the login; `age` signs it
    that many seconds ago.
    """

    user: str
    session: boto3.Session
    region: str
    signed_for: str | None = None
    host: str | None = None
    age: float = 0.0
    kept: dict[str, str] = field(default_factory=dict, compare=False)
    keep: bool = False
    """Whether the first token is used for every later connection too."""

    def password(self, host: str, port: int) -> str:
        """The token for the endpoint."""
        if "token" in self.kept:
            return self.kept["token"]
        token = self._signed(self.host or host, port)
        if self.keep:
            self.kept["token"] = token
        return token

    def _signed(self, host: str, port: int) -> str:
        if self.age:
            return _aged_token(self, host, port)
        rds = self.session.client("rds", region_name=self.region)
        return str(rds.generate_db_auth_token(host, port, self.signed_for or self.user, self.region))


class _Earlier(SigV4QueryAuth):
    """Signs as if it were earlier."""

    seconds = 0.0

    def add_auth(self, request: AWSRequest) -> None:
        """Signs the request's query."""
        signed = datetime.now(UTC) - timedelta(seconds=self.seconds)
        request.context["timestamp"] = signed.strftime("%Y%m%dT%H%M%SZ")
        self._modify_request_before_signing(request)  # type: ignore[attr-defined]
        canonical = self.canonical_request(request)
        signature = self.signature(self.string_to_sign(request, canonical), request)
        self._inject_signature_to_request(request, signature)  # type: ignore[attr-defined]


def _aged_token(token: Token, host: str, port: int) -> str:
    credentials = token.session.get_credentials()
    if credentials is None:
        raise ValueError("the session has no credentials to sign with")
    query = urlencode({"Action": "connect", "DBUser": token.signed_for or token.user})
    request = AWSRequest("GET", f"https://{host}:{port}/?{query}")
    signer = _Earlier(credentials.get_frozen_credentials(), "rds-db", token.region, LIFE_SECONDS)
    signer.seconds = token.age
    signer.add_auth(request)
    return str(request.url).removeprefix("https://")
