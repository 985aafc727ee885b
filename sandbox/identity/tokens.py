"""An IAM authentication token: a presigned request without its scheme, and what its signature covers."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ALGORITHM = "AWS4-HMAC-SHA256"
SERVICE = "rds-db"
SIGNATURE = "X-Amz-Signature"
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
LONGEST_LIFE = timedelta(minutes=15)
CLOCK_SKEW = timedelta(minutes=5)


class RefusedError(Exception):
    """A token opens no session; `str(error)` says why, for the server's log: the client is told nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says. Nothing of it is true before `check_signature`."""

    host: str
    port: int
    parameters: Mapping[str, str] = field(repr=False)
    access_key: str
    day: str
    region: str
    signed_at: datetime
    life: timedelta

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a token. Raises RefusedError for anything else."""
        try:
            return cls._parsed(text)
        except (KeyError, ValueError) as error:
            raise RefusedError("this is no IAM authentication token") from error

    @classmethod
    def _parsed(cls, text: str) -> Self:
        url = urlsplit(f"https://{text}")
        pairs = parse_qsl(url.query, keep_blank_values=True, strict_parsing=True)
        parameters = dict(pairs)
        access_key, day, region, service, end = parameters["X-Amz-Credential"].split("/")
        fixed = {
            "Action": "connect",
            "X-Amz-Algorithm": ALGORITHM,
            "X-Amz-SignedHeaders": "host",
        }
        if any(parameters.get(name) != value for name, value in fixed.items()):
            raise ValueError(text)
        if len(pairs) != len(parameters) or (service, end) != (SERVICE, "aws4_request") or url.path != "/":
            raise ValueError(text)
        signed_at = datetime.strptime(parameters["X-Amz-Date"], TIME_FORMAT).replace(tzinfo=UTC)
        life = timedelta(seconds=int(parameters["X-Amz-Expires"]))
        return cls(url.hostname or "", url.port or 0, parameters, access_key, day, region, signed_at, life)

    @property
    def user(self) -> str:
        """The database user that the token is for."""
        return self.parameters.get("DBUser", "")

    @property
    def session_token(self) -> str | None:
        """The session of temporary credentials."""
        return self.parameters.get("X-Amz-Security-Token")

    def check_time(self, now: datetime) -> None:
        """Raises RefusedError before the token begins, and after its end, which is 15 minutes away at most."""
        if not timedelta() < self.life <= LONGEST_LIFE:
            raise RefusedError("the token may not be valid for so long")
        if self.day != self.signed_at.strftime("%Y%m%d"):
            raise RefusedError("the token's dates differ")
        if self.signed_at > now + CLOCK_SKEW:
            raise RefusedError("the token is not valid yet")
        if now >= self.signed_at + self.life:
            raise RefusedError("the token has expired")

    def check_signature(self, secret: str) -> None:
        """Raises RefusedError unless whoever has this secret access key signed every word of the token."""
        if not hmac.compare_digest(self._signature(secret), self.parameters.get(SIGNATURE, "")):
            raise RefusedError("the token's signature is wrong")

    def _signature(self, secret: str) -> str:
        signed = {name: value for name, value in self.parameters.items() if name != SIGNATURE}
        request = AWSRequest("GET", f"https://{self.host}:{self.port}/?{urlencode(signed)}")
        request.context["timestamp"] = self.parameters["X-Amz-Date"]
        request.context["signing"] = {}
        auth = SigV4QueryAuth(Credentials(self.access_key, secret), SERVICE, self.region)
        signature: str = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
        return signature
