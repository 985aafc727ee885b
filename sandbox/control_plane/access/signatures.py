"""The signature of a request, recomputed by moto's own code."""

from typing import Any

from sandbox.control_plane.access.callers import Caller


def check_signature(call: Any, iam_request_cls: type, caller: Caller) -> None:
    """Raises moto's error for a signature that the caller's key did not make, or a session that is another one.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv4.html
    """
    query = call.parsed_url.query
    request = iam_request_cls(
        account_id=caller.account,
        method=call.method,
        path=call.raw_path + (f"?{query}" if query else ""),
        # Without a form, moto puts the headers in its place.
        data=call.data if call.normalized_request.form else {},
        body=call.raw_body,
        headers=call.headers,
        action=call._get_action(),
    )
    request.check_signature()
