"""Answers the login plugins of a cluster's servers over a unix socket."""

import shutil
import socket
import struct
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BufferedIOBase
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingMixIn, UnixStreamServer
from threading import Thread

SOCKET_VARIABLE = "TIDEGATE_LOGIN_SOCKET"
NAME = "login"
LONGEST_PATH = 107
ANSWER_SECONDS = 10
LONGEST_FIELD = 16384
ADMITTED, REFUSED = b"y", b"n"
CREDENTIALS = struct.Struct("=iII")
"""`struct ucred` of SO_PEERCRED: process, user, group."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who wants to log in: the database user, the address that the server sees, and the token.

    `pid` is the process of the server that asks.
    """

    user: str
    client: str
    token: str = field(repr=False)
    pid: int = field(default=0, compare=False)


Decide = Callable[[Attempt], bool]


class Verifier:
    """Asks `decide` about every attempt; what raises, or cannot be read, is refused.

    A server finds it by the environment variable that `variables` hold. The socket lies in a folder that its owner
    alone can enter: `home`, where the next one takes over what is left behind, or, as paths of sockets have 107 bytes,
    a short one of its own.
    """

    def __init__(self, decide: Decide, home: Path | None = None) -> None:
        self._folder = _short(home) or Path(tempfile.mkdtemp(prefix="tidegate-"))
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / NAME
        path.unlink(missing_ok=True)
        self._server = _Server(path, decide)
        self.variables = {SOCKET_VARIABLE: str(path)}
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def close(self) -> None:
        """Stops answering: nobody logs in with a token any more."""
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _short(home: Path | None) -> Path | None:
    absolute = home.absolute() if home else None
    return absolute if absolute and len(bytes(absolute / NAME)) <= LONGEST_PATH else None


class _Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, path: Path, decide: Decide) -> None:
        self.decide = decide
        super().__init__(str(path), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: the attempt was refused, and a traceback could hold its token."""


class _Handler(StreamRequestHandler):
    timeout = ANSWER_SECONDS
    server: _Server
    connection: socket.socket

    def handle(self) -> None:
        user, client, token = (_field(self.rfile) for _ in range(3))
        attempt = Attempt(user, client, token, _peer(self.connection))
        try:
            admitted = self.server.decide(attempt)
        except Exception:  # whatever went wrong, nobody is let in by it
            admitted = False
        self.wfile.write(ADMITTED if admitted else REFUSED)


def _peer(connection: socket.socket) -> int:
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
    pid: int = CREDENTIALS.unpack(credentials)[0]
    return pid


def _field(stream: BufferedIOBase) -> str:
    header = stream.read(4)
    (length,) = struct.unpack("=I", header)
    if length > LONGEST_FIELD:
        raise ValueError("a field of a login is too long")
    return stream.read(length).decode()
