"""A denial, in the words of the service's own protocol."""

import json
from typing import Any
from xml.sax.saxutils import escape

from moto.s3.exceptions import S3AccessDeniedError
from werkzeug.exceptions import Forbidden

QUERY_SERVICES = ("cloudwatch", "iam", "rds", "route53", "sns", "sts")
REQUEST_ID = "00000000-0000-0000-0000-000000000000"
QUERY = (
    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>{}</Message></Error>"
    f"<RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
)
EC2 = (
    "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>{}</Message></Error></Errors>"
    f"<RequestID>{REQUEST_ID}</RequestID></Response>"
)
JSON_CODE = "AccessDeniedException"


def refusal(call: Any, service: str, message: str) -> Exception:
    """What to raise, so that moto answers as the service would.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """
    if service == "s3":
        return S3AccessDeniedError()
    if service == "ec2":
        return Forbidden(EC2.format(escape(message)))
    if service in QUERY_SERVICES:
        return Forbidden(QUERY.format(escape(message)))
    call.response_headers["x-amzn-errortype"] = JSON_CODE
    return Forbidden(json.dumps({"__type": JSON_CODE, "message": message, "Message": message}))
