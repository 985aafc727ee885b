"""A denial, in the words of the service's own protocol."""

import json
from typing import Any
from xml.sax.saxutils import escape

from moto.s3.exceptions import S3AccessDeniedError
from werkzeug.exceptions import BadRequest, Forbidden

QUERY_SERVICES = ("cloudwatch", "iam", "rds", "route53", "sns", "sts")
REQUEST_ID = "00000000-0000-0000-0000-000000000000"
QUERY = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>{}</Code><Message>{}</Message></Error>"
    f"<RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
)
EC2 = (
    "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>{}</Message></Error></Errors>"
    f"<RequestID>{REQUEST_ID}</RequestID></Response>"
)
JSON_CODE = "AccessDeniedException"
CBOR = "rpc-v2-cbor"
"""https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html (checked 2026-11-26)."""


def refusal(call: Any, service: str, message: str) -> Exception:
    """What to raise, so that moto answers as the service would.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """
    if service == "s3":
        return S3AccessDeniedError()
    if service == "ec2":
        return Forbidden(EC2.format(escape(message)))
    if call.headers.get("Smithy-Protocol") == CBOR:
        call.response_headers.update({"smithy-protocol": CBOR, "Content-Type": "application/cbor"})
        return Forbidden(_as_cbor({"__type": "AccessDenied", "message": message}))  # type: ignore[arg-type]
    if service in QUERY_SERVICES and not call.headers.get("X-Amz-Target"):
        return Forbidden(QUERY.format("AccessDenied", escape(message)))
    call.response_headers["x-amzn-errortype"] = JSON_CODE
    return Forbidden(json.dumps({"__type": JSON_CODE, "message": message, "Message": message}))


def invalid(code: str, message: str) -> Exception:
    """What to raise in STS for a request that is wrong in itself, whoever sends it."""
    return BadRequest(QUERY.format(code, escape(message)))


def _as_cbor(texts: dict[str, str]) -> bytes:
    """A map of a few texts, each with two bytes of length (RFC 8949)."""
    words = (word.encode() for pair in texts.items() for word in pair)
    return bytes([0xA0 + len(texts)]) + b"".join(b"\x79" + len(word).to_bytes(2, "big") + word for word in words)
