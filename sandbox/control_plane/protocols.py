"""An error before anything was read, in the protocol of the service that is called."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

XML_SERVICES = ("iam", "monitoring", "rds", "route53", "sns", "sts")
JSON = '{{"__type":"{code}","message":"{message}","code":"{code}"}}'
XML = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    "<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>"
)
EC2 = (
    "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
    "<RequestID>00000000-0000-0000-0000-000000000000</RequestID></Response>"
)
S3 = "<Error><Code>{code}</Code><Message>{message}</Message></Error>"


def service_of(environ: "WSGIEnvironment") -> str:
    """The service that a request was signed for; empty for one that was not signed."""
    scope = _credential(environ).split("/")
    return scope[3] if len(scope) > 3 else ""


def access_key_of(environ: "WSGIEnvironment") -> str:
    """The access key that a request was signed with; empty for one that was not signed."""
    return _credential(environ).split("/")[0]


def refuse(
    environ: "WSGIEnvironment", start_response: "StartResponse", status: HTTPStatus, code: str, message: str
) -> Iterable[bytes]:
    """Answers as a WSGI application: `code` and `message` as the service itself would say them."""
    form, kind = _form(service_of(environ))
    text = form.format(code=code, message=message).encode()
    head = [("Content-Type", kind), ("Content-Length", str(len(text))), ("Connection", "close")]
    if kind.endswith("json"):
        head.append(("x-amzn-errortype", code))
    start_response(f"{status.value} {status.phrase}", head)
    return [text]


def _credential(environ: "WSGIEnvironment") -> str:
    return str(environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].partition(",")[0])


def _form(service: str) -> tuple[str, str]:
    if service == "s3":
        return S3, "application/xml"
    if service == "ec2":
        return EC2, "text/xml"
    return (XML, "text/xml") if service in XML_SERVICES else (JSON, "application/json")
