"""Where the data plane keeps what it can make again, and how two processes do not make it twice."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sandbox.data_plane.errors import DataPlaneError


def cache_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """`$XDG_CACHE_HOME/tidegate/mysql`, or `~/.cache/tidegate/mysql`; the folder need not exist.

    As the XDG base directory specification asks, a relative XDG_CACHE_HOME is ignored.
    """
    configured = Path(environment.get("XDG_CACHE_HOME", ""))
    return (configured if configured.is_absolute() else _home_cache()) / "tidegate" / "mysql"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Waits until no other process holds the lock of this name."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _home_cache() -> Path:
    try:
        return Path.home() / ".cache"
    except RuntimeError as error:
        raise DataPlaneError(
            "this user has no home directory to keep a cache in",
            fix="set XDG_CACHE_HOME to an absolute path that you may write to",
        ) from error
