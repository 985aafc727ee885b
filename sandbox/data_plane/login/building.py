"""Compiles the login plugin for the server that was found, once."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.data_plane.cache import cache_directory, locked
from sandbox.data_plane.compiling import compile_library
from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.servers.distribution import Distribution, Product

SOURCE = Path(__file__).with_name("plugin.c")
LIBRARY = "tidegate_iam_login.so"
OLDEST: Mapping[Product, tuple[int, ...]] = {"MySQL": (8, 0, 27), "MariaDB": (10, 11)}
# From here on the server tells its plugins whether a connection is encrypted.
TELLS_OF_TLS = (9, 1, 0)


@dataclass(frozen=True, slots=True)
class LoginPlugin:
    """A folder with the server's own plugins and ours among them."""

    folder: Path

    @property
    def options(self) -> tuple[str, ...]:
        """What a server needs on its command line to load it; these come behind others of the same names."""
        return (f"--plugin-dir={self.folder}", f"--plugin-load-add={LIBRARY}")


def built(
    distribution: Distribution, cache: Path | None = None, environment: Mapping[str, str] = os.environ
) -> LoginPlugin:
    """The plugin for a server; it is compiled on the first call, and kept by what went into it.

    Raises DataPlaneError if the server is too old or another product, or there is no compiler.
    """
    version = _supported(distribution)
    home = (cache or cache_directory()) / "login"
    flags = _flags(distribution.product, version)
    folder = home / _digest(distribution, flags)
    with locked(home / "lock"):
        if not (folder / LIBRARY).exists():
            _make(folder, distribution.plugins, flags, environment)
    return LoginPlugin(folder)


def _supported(distribution: Distribution) -> tuple[int, ...]:
    version = tuple(int(part) for part in distribution.version.split("."))
    if version < OLDEST[distribution.product]:
        raise DataPlaneError(
            f"{distribution.label} cannot log anybody in with IAM tokens",
            fix="use MySQL 8.0.27 or newer, or MariaDB 10.11",
        )
    return version


def _flags(product: Product, version: tuple[int, ...]) -> tuple[str, ...]:
    if product == "MariaDB":
        return ("-DFOR_MARIADB",)
    return ("-DTELLS_OF_TLS",) if version >= TELLS_OF_TLS else ()


def _digest(distribution: Distribution, flags: tuple[str, ...]) -> str:
    digest = hashlib.sha256(SOURCE.read_bytes())
    digest.update("\n".join([distribution.version, str(distribution.plugins), *flags]).encode())
    return digest.hexdigest()[:16]


def _make(folder: Path, plugins: Path, flags: tuple[str, ...], environment: Mapping[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="building-") as temporary:
        made = Path(temporary) / "plugins"
        made.mkdir()
        for library in plugins.glob("*.so"):
            (made / library.name).symlink_to(library)
        compile_library(SOURCE, made / LIBRARY, flags, environment)
        made.rename(folder)
