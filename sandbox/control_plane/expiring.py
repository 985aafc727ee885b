"""Temporary credentials that have run out, as STS's do after an hour or more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from moto.sts.models import sts_backends

from sandbox.control_plane.protocols import XML_SERVICES, access_key_of, refuse, service_of
from sandbox.identity.principals import PARTITION

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

QUERY = (HTTPStatus.FORBIDDEN, "ExpiredToken", "The security token included in the request is expired")
OTHERS = {
    "ec2": (HTTPStatus.BAD_REQUEST, "RequestExpired", "Request has expired."),
    "s3": (HTTPStatus.BAD_REQUEST, "ExpiredToken", "The provided token has expired."),
}
JSON = (HTTPStatus.BAD_REQUEST, "ExpiredTokenException", "The security token included in the request is expired")


@dataclass(slots=True)
class Expiry:
    """The access keys whose sessions are over. A sandbox that is started again hands out new ones.

    https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (checked 2026-11-26)
    """

    keys: set[str] = field(default_factory=set)

    def expire(self, account: str) -> int:
        """Ends every session that an account has now; returns how many there are."""
        ended = {str(role.access_key_id) for role in sts_backends[account][PARTITION].assumed_roles}
        self.keys |= ended
        return len(ended)

    def covers(self, environ: "WSGIEnvironment") -> bool:
        """Whether a request was signed in such a session."""
        return bool(self.keys) and access_key_of(environ) in self.keys

    def answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Refuses a call in its service's own protocol and words."""
        status, code, message = _words(service_of(environ))
        return refuse(environ, start_response, status, code, message)


def _words(service: str) -> tuple[HTTPStatus, str, str]:
    return OTHERS.get(service) or (QUERY if service in XML_SERVICES else JSON)
