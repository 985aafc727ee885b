"""Where a request goes: to the sandbox's own prefix, or to moto, one at a time."""

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any

from flask import Flask
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from sandbox.control_plane.admin import PREFIX, Admin
from sandbox.control_plane.context import CONTEXT, LOCK
from sandbox.control_plane.expiring import Expiry
from sandbox.control_plane.throttling import Throttle

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

READING_METHODS = ("GET", "HEAD", "OPTIONS")
READING_ACTIONS = ("Describe", "Get", "List", "BatchGet")


class Dispatcher(DomainDispatcherApplication):
    """moto's dispatcher, with the sandbox's prefix before it."""

    def __init__(self, admin: Admin, throttle: Throttle, expiry: Expiry) -> None:
        super().__init__(_application)
        self._admin, self._throttle, self._expiry = admin, throttle, expiry
        self._last = monotonic()

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last call."""
        return monotonic() - self._last

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers as a WSGI application."""
        self._last = monotonic()
        # A bucket may be called alike: the prefix ends where the path's first part does.
        if f"{environ.get('PATH_INFO', '')}/".startswith(f"{PREFIX}/"):
            return self._admin(environ, start_response)
        if self._throttle.strikes():
            return self._throttle.answer(environ, start_response)
        if self._expiry.covers(environ):
            return self._expiry.answer(environ, start_response)
        return self._moto(environ, start_response)

    def _moto(self, environ: "WSGIEnvironment", start_response: Any) -> Iterable[bytes]:
        changes = self._changes(environ)
        with LOCK:
            answer: Iterable[bytes] = super().__call__(environ, start_response)
        if changes:
            CONTEXT.changed()
        return answer

    def _changes(self, environ: "WSGIEnvironment") -> bool:
        if environ["REQUEST_METHOD"] in READING_METHODS:
            return False
        action = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
        action = action or self.get_action_from_body(self._get_body(environ)) or ""
        return not action.startswith(READING_ACTIONS)


def _application(service: str) -> Flask:
    application = create_backend_app(service)
    # moto asks for Flask's debugger, which keeps to itself what went wrong.
    application.debug = False
    return application
