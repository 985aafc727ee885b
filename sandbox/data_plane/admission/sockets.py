"""The listening socket of another process of ours, and a filter on it."""

import ctypes
import errno
import os
import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from ipaddress import IPv4Address
from pathlib import Path

from sandbox.data_plane.errors import DataPlaneError

# The same number on every architecture. https://man7.org/linux/man-pages/man2/pidfd_getfd.2.html
PIDFD_GETFD = 438
# https://man7.org/linux/man-pages/man7/socket.7.html
SO_ATTACH_FILTER = 26

_LIBC = ctypes.CDLL(None, use_errno=True)


class NotPermittedError(DataPlaneError):
    """The kernel lets this user filter no sockets."""


def attach(listener: socket.socket, program: Sequence[bytes]) -> None:
    """Puts a filter in the place of the one before; connections that are open keep theirs. Raises NotPermittedError."""
    instructions = ctypes.create_string_buffer(b"".join(program))
    try:
        listener.setsockopt(
            socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("@HP", len(program), ctypes.addressof(instructions))
        )
    except PermissionError as error:
        raise _not_permitted() from error


def check_permitted() -> None:
    """Tries a filter on a socket of this process. Raises NotPermittedError."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as own:
        attach(own, [struct.pack("=HBBI", 0x06, 0, 0, 0)])


@contextmanager
def listener_of(pid: int, address: IPv4Address, port: int) -> Iterator[socket.socket | None]:
    """The socket on which a process listens; None if it does not. Raises NotPermittedError, ProcessLookupError."""
    process = os.pidfd_open(pid)
    try:
        for number in _sockets(pid):
            with closing(_taken(process, number)) as candidate:
                if _is_listener(candidate, address, port):
                    yield candidate
                    return
        yield None
    finally:
        os.close(process)


def _sockets(pid: int) -> Iterator[int]:
    try:
        links = list(Path(f"/proc/{pid}/fd").iterdir())
    except FileNotFoundError as error:
        raise ProcessLookupError(errno.ESRCH, f"process {pid} has ended") from error
    except PermissionError as error:
        raise _not_permitted() from error
    for link in links:
        with suppress(FileNotFoundError):
            if str(link.readlink()).startswith("socket:"):
                yield int(link.name)


def _taken(process: int, number: int) -> socket.socket:
    copy = _LIBC.syscall(PIDFD_GETFD, process, number, 0)
    if copy >= 0:
        return socket.socket(fileno=copy)
    code = ctypes.get_errno()
    if code == errno.EBADF:
        # It was closed meanwhile: a socket that nobody has stands in.
        return socket.socket()
    if code == errno.ESRCH:
        raise ProcessLookupError(code, os.strerror(code))
    raise _not_permitted()


def _is_listener(candidate: socket.socket, address: IPv4Address, port: int) -> bool:
    if candidate.family != socket.AF_INET or not candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return False
    return bool(candidate.getsockname() == (str(address), port))


def _not_permitted() -> NotPermittedError:
    return NotPermittedError(
        "the kernel lets this user filter no sockets, so that no security group would hold",
        fix="run the sandbox as root, or without servers (`--no-data-plane`)",
    )
