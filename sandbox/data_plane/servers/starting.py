"""Starting a server, and waiting until it answers."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pymysql

from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.servers.connection import administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.process import ServerProcess, complaints

START_SECONDS = 60.0
LOOK_SECONDS = 0.05


class StartError(DataPlaneError):
    """A server did not come up; the message holds what it complained of."""


def started(
    distribution: Distribution,
    folder: Path,
    user: str,
    variables: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
) -> ServerProcess:
    """A server that answers `user`, who comes in over its socket. Raises StartError."""
    before = len(complaints(folder))
    process = ServerProcess(distribution, folder, variables or {}, arguments)
    deadline = time.monotonic() + START_SECONDS
    while not _answers(folder, user):
        if not process.alive or time.monotonic() > deadline:
            process.kill()
            said = complaints(folder)[before:]
            raise StartError(
                f"a server did not start: {said[0] if said else 'it says nothing'}", fix=f"see {folder / 'error.log'}"
            )
        time.sleep(LOOK_SECONDS)
    return process


def _answers(folder: Path, user: str) -> bool:
    try:
        with administration(folder, seconds=5.0, user=user) as admin:
            admin.value("SELECT 1")
    except (pymysql.MySQLError, OSError):
        return False
    return True
