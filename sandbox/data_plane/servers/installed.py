"""A server that the user already has: named by an environment variable, or on the PATH."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.servers.distribution import Distribution, Product, plugins_of, release

VARIABLE = "TIDEGATE_MYSQLD"
OLDEST: Mapping[Product, tuple[int, ...]] = {"MySQL": (8, 0, 30), "MariaDB": (10, 11)}
"""The first MySQL whose options and statements are all those of 8.4, and the first MariaDB whose `read_only` holds for
everybody without a right of its own."""


def named_server(environment: Mapping[str, str] = os.environ) -> Distribution | None:
    """The server that TIDEGATE_MYSQLD names; None if it is unset. Raises DataPlaneError if that is no good one."""
    if not (path := environment.get(VARIABLE)):
        return None
    if not Path(path).is_file():
        raise DataPlaneError(f"{VARIABLE} names {path}, which is no file", fix=f"correct or unset {VARIABLE}")
    found = _distribution(Path(path), f"named by {VARIABLE}")
    if not _is_new_enough(found):
        raise DataPlaneError(
            f"{VARIABLE} names {found.product} {found.version}: it must be MySQL 8.0.30 or newer, or MariaDB 10.11",
            fix=f"name a newer mysqld, or unset {VARIABLE}",
        )
    return found


def server_on_path(environment: Mapping[str, str] = os.environ) -> Distribution | None:
    """MySQL 8.0.30 or newer on the PATH (or where Debian keeps servers); None if there is none."""
    found = shutil.which("mysqld", path=_search_path(environment))
    distribution = _distribution(Path(found), "on the PATH") if found else None
    return distribution if distribution and distribution.product == "MySQL" and _is_new_enough(distribution) else None


def mariadb_on_path(environment: Mapping[str, str] = os.environ) -> Distribution | None:
    """MariaDB 10.11 or newer on the PATH, for what it can do; None if there is none."""
    found = shutil.which("mariadbd", path=_search_path(environment))
    distribution = _distribution(Path(found), "on the PATH") if found else None
    return distribution if distribution and _is_new_enough(distribution) else None


def _search_path(environment: Mapping[str, str]) -> str:
    # A user's PATH often lacks the folder of servers.
    return os.pathsep.join([environment.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin"])


def _distribution(mysqld: Path, origin: str) -> Distribution:
    product, version = release(mysqld)
    return Distribution(product, version, origin, _folders(mysqld), plugins_of(mysqld))


def _folders(mysqld: Path) -> tuple[Path, ...]:
    # Debian keeps the server in sbin and the clients in bin.
    return (mysqld.parent, mysqld.parent.parent / "bin")


def _is_new_enough(distribution: Distribution) -> bool:
    release_of = tuple(int(part) for part in distribution.version.split("."))
    return release_of >= OLDEST[distribution.product]
