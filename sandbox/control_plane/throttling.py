"""An API that refuses a share of the calls, as AWS does to a caller in a hurry."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from sandbox.control_plane.protocols import refuse, service_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CODES = {429: "ThrottlingException", 500: "InternalFailure", 503: "ServiceUnavailable"}
OTHER_CODES = {
    "ec2": {429: "RequestLimitExceeded", 500: "InternalError", 503: "Unavailable"},
    "s3": {500: "InternalError", 503: "SlowDown"},
}
OTHER_STATUSES = {"s3": {429: 503}}
"""S3 has no 429: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. An answer to HEAD has no body,
so that its status is all that tells a client to call again.
"""


@dataclass(slots=True)
class Throttle:
    """Which share of the calls is refused, and with which statuses, one after the other.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
    """

    rate: float = 0.0
    statuses: Sequence[int] = (429, 500)
    refused: int = 0

    def strikes(self) -> bool:
        """Whether the next call is one of those."""
        return self.rate > 0 and random.random() < self.rate

    def answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Refuses a call in its service's own protocol, unread."""
        service = service_of(environ)
        asked = self.statuses[self.refused % len(self.statuses)]
        status = HTTPStatus(OTHER_STATUSES.get(service, {}).get(asked, asked))
        self.refused += 1
        message = "Please reduce your request rate." if service == "s3" else "Rate exceeded"
        code = OTHER_CODES.get(service, CODES).get(status, status.phrase)
        return refuse(environ, start_response, status, code, message)
