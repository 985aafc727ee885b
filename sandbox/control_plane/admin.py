"""What only a stand-in has, under a prefix of its own: faults, throttling, its clock, its status."""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sandbox.backing import BackingError, ClusterKey, Fault
from sandbox.control_plane.context import CONTEXT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX = "/tidegate"
FAULTS: tuple[Fault, ...] = ("kill", "hang", "resume", "stop", "start")
MAX_BODY_BYTES = 1 << 16

Body = Mapping[str, Any]
Handler = Callable[[Body], object]


class RefusedError(Exception):
    """A call that cannot be obeyed; `status` is its HTTP status."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class Admin:
    """The prefix `/tidegate`: JSON in, JSON out.

    It takes JSON for the host it serves on alone, so that no page in a browser can reach it.
    """

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str], Handler] = {
            ("POST", f"faults/{fault}"): self._fault(fault) for fault in FAULTS
        }

    def route(self, method: str, path: str, handler: Handler) -> None:
        """Adds a call below the prefix."""
        self._handlers[method, path] = handler

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers as a WSGI application."""
        try:
            status, answer = HTTPStatus.OK, self._answer(environ)
        except RefusedError as error:
            status, answer = error.status, {"error": str(error)}
        except BackingError as error:
            status, answer = HTTPStatus.CONFLICT, {"error": error.message, "code": error.code}
        text = json.dumps(answer, default=str).encode()
        head = [("Content-Type", "application/json"), ("Content-Length", str(len(text)))]
        start_response(f"{status.value} {status.phrase}", head)
        return [text]

    def _answer(self, environ: "WSGIEnvironment") -> object:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix(f"{PREFIX}/")
        handler = self._handlers.get((method, path))
        if not handler:
            known = ", ".join(f"{method} {PREFIX}/{path}" for method, path in sorted(self._handlers))
            raise RefusedError(HTTPStatus.NOT_FOUND, f"there is no {method} {PREFIX}/{path}; there are {known}")
        _check_host(environ)
        return handler(_body(environ) if method == "POST" else {})

    def _fault(self, fault: Fault) -> Handler:
        def inject(body: Body) -> object:
            key = ClusterKey(*(text_of(body, name) for name in ("account", "region", "cluster")))
            CONTEXT.backing.inject(fault, key, text_of(body, "member"))
            return {}

        return inject


def _check_host(environ: "WSGIEnvironment") -> None:
    host = environ.get("HTTP_HOST", "").split(":")[0]
    if host not in ("127.0.0.1", "localhost"):
        raise RefusedError(HTTPStatus.FORBIDDEN, f"{host} is not this machine's loopback")


def _body(environ: "WSGIEnvironment") -> Body:
    if not environ.get("CONTENT_TYPE", "").startswith("application/json"):
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send JSON, with Content-Type: application/json")
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MAX_BODY_BYTES:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{length} bytes are too many")
    try:
        body = json.loads(environ["wsgi.input"].read(length) or b"{}")
    except ValueError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"this is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "send a JSON object")
    return body


def text_of(body: Body, name: str) -> str:
    """A text that a call must give. Raises RefusedError."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"`{name}` must be a text")
    return value
