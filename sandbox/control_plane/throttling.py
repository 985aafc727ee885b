"""An API that refuses a share of the calls, as AWS does to a caller in a hurry."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CODES = {429: "ThrottlingException", 500: "InternalFailure", 503: "ServiceUnavailable"}
JSON = '{{"__type":"{code}","message":"Rate exceeded","code":"{code}"}}'
XML = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>Rate exceeded</Message></Error>"
    "<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>"
)


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
        status = HTTPStatus(self.statuses[self.refused % len(self.statuses)])
        self.refused += 1
        is_json = "json" in environ.get("CONTENT_TYPE", "") or "HTTP_X_AMZ_TARGET" in environ
        text = (JSON if is_json else XML).format(code=CODES.get(status, status.phrase)).encode()
        kind = "application/x-amz-json-1.1" if is_json else "text/xml"
        head = [("Content-Type", kind), ("Content-Length", str(len(text))), ("Connection", "close")]
        start_response(f"{status.value} {status.phrase}", head)
        return [text]
