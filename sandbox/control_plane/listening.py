"""A socket on loopback, and a server on it that answers in one piece."""

import errno
import logging
import socket
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LOOPBACK = "127.0.0.1"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class PortInUseError(OSError):
    """Somebody else listens on the port that was asked for."""


class WholeAnswers(MotoRequestHandler):
    """Sends an answer's head and body at once.

    In two pieces, an SDK that reuses the connection drops about one answer in a thousand and calls again.
    """

    wbufsize = 1 << 20
    disable_nagle_algorithm = True

    def handle_expect_100(self) -> bool:
        """Leaves it to `run_wsgi`, which flushes it."""
        return True

    def run_wsgi(self) -> None:
        """Tells a client that waits for it to go on, then answers."""
        if self.headers.get("Expect", "").lower().strip() == "100-continue":
            del self.headers["Expect"]
            self.wfile.write(CONTINUE)
            self.wfile.flush()
        super().run_wsgi()


def server(port: int, application: "WSGIApplication") -> BaseWSGIServer:
    """A server on loopback. Raises PortInUseError if `port` is taken; 0 takes a free one."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    listener = _listen(port)
    return make_server(
        LOOPBACK,
        listener.getsockname()[1],
        application,
        threaded=True,
        request_handler=WholeAnswers,
        fd=listener.detach(),
    )


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(errno.EADDRINUSE, f"port {port} on {LOOPBACK} is in use") from error
        raise
    listener.listen(128)
    return listener
