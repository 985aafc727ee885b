"""An API that refuses a share of the calls, as AWS does to a caller in a hurry."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CODES = {429: "ThrottlingException", 500: "InternalFailure", 503: "ServiceUnavailable"}
EC2_CODES = {429: "RequestLimitExceeded", 500: "InternalError", 503: "Unavailable"}
XML_SERVICES = ("iam", "monitoring", "rds", "route53", "sns", "sts")
JSON = '{{"__type":"{code}","message":"Rate exceeded","code":"{code}"}}'
XML = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>Rate exceeded</Message></Error>"
    "<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>"
)
EC2 = (
    "<Response><Errors><Error><Code>{code}</Code><Message>Rate exceeded</Message></Error></Errors>"
    "<RequestID>00000000-0000-0000-0000-000000000000</RequestID></Response>"
)
S3 = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


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
        text, kind = _words(_service(environ), status)
        head = [("Content-Type", kind), ("Content-Length", str(len(text))), ("Connection", "close")]
        if kind.endswith("json"):
            head.append(("x-amzn-errortype", CODES.get(status, status.phrase)))
        start_response(f"{status.value} {status.phrase}", head)
        return [text]


def _service(environ: "WSGIEnvironment") -> str:
    scope = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].partition(",")[0].split("/")
    return str(scope[3]) if len(scope) > 3 else ""


def _words(service: str, status: HTTPStatus) -> tuple[bytes, str]:
    if service == "s3":
        return S3.encode(), "application/xml"
    if service == "ec2":
        return EC2.format(code=EC2_CODES.get(status, status.phrase)).encode(), "text/xml"
    code = CODES.get(status, status.phrase)
    if service in XML_SERVICES:
        return XML.format(code=code).encode(), "text/xml"
    return JSON.format(code=code).encode(), "application/json"
