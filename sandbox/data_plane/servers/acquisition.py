"""Which server the sandbox uses: the user's own MySQL, else Debian's. MariaDB lacks what a cluster needs."""

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
        if found := mariadb_on_path(environment):
            raise DataPlaneError(
                f"{error}; {found.label} cannot stand behind a Multi-AZ DB cluster",
                fix=f"{error.fix}; or serve the APIs without databases (--no-data-plane)",
            ) from error
        raise
