"""Which server the sandbox uses: the user's own MySQL, else Debian's; where there is none, MariaDB."""

import os
from collections.abc import Mapping

from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.progress import Progress, quiet
from sandbox.data_plane.servers.debian import unpacked_server
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.installed import mariadb_on_path, named_server, server_on_path


def acquire(progress: Progress = quiet, environment: Mapping[str, str] = os.environ) -> Distribution:
    """A server to run; the first call on a machine without one fetches it (about 15 s, 66 MB).

    Raises DataPlaneError if there is none to be had, with what was tried.
    """
    if found := named_server(environment) or server_on_path(environment):
        return found
    try:
        return unpacked_server(progress=progress)
    except DataPlaneError as error:
        progress(f"no Oracle MySQL: {error}")
        if found := mariadb_on_path(environment) or _debians_mariadb(progress):
            return found
        raise


def _debians_mariadb(progress: Progress) -> Distribution | None:
    try:
        return unpacked_server(progress=progress, product="MariaDB")
    except DataPlaneError as error:
        progress(f"no MariaDB: {error}")
        return None
