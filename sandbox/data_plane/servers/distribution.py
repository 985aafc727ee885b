"""A MySQL that can be run: its programs, its version, and where it came from."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sandbox.data_plane.errors import DataPlaneError

Product = Literal["MySQL", "MariaDB"]

_BANNER = re.compile(r"\bVer (?P<version>\d+\.\d+\.\d+)(?P<mariadb>-MariaDB)?")


@dataclass(frozen=True, slots=True)
class Distribution:
    """A server with its clients: `mysqld`, `mysql` and `mysqlbinlog` lie in one of `folders`, by these names.

    `options` are what the server needs on its command line to find its own files.
    """

    product: Product
    version: str
    origin: str
    folders: tuple[Path, ...]
    plugins: Path
    options: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What serves, for people and for evidence: `9.7.4 (Oracle MySQL, Debian sid)`."""
        mark = ", reduced" if self.reduced else ""
        return f"{self.version} ({'Oracle MySQL' if self.product == 'MySQL' else self.product}, {self.origin}{mark})"

    @property
    def reduced(self) -> bool:
        """Whether it serves a marked, reduced set: `families.mariadb` says what is not in it."""
        return self.product == "MariaDB"

    @property
    def server(self) -> Path:
        """The server program. Raises DataPlaneError if it is missing."""
        # Newer releases of MariaDB have it under its own name alone.
        own = next((path for folder in self.folders if (path := folder / "mariadbd").exists()), None)
        return own if own and self.product == "MariaDB" else self.program("mysqld")

    def program(self, name: str) -> Path:
        """The path of a program. Raises DataPlaneError if the distribution lacks it."""
        for folder in self.folders:
            if (path := folder / name).exists():
                return path
        searched = " and ".join(str(folder) for folder in self.folders)
        raise DataPlaneError(f"{self.label} comes without {name}", fix=f"install {name}; looked into {searched}")


def release(mysqld: Path) -> tuple[Product, str]:
    """Product and version of a server program. Raises DataPlaneError if it does not say."""
    try:
        said = subprocess.run([mysqld, "--no-defaults", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise DataPlaneError(
            f"{mysqld} does not run: {error}", fix="name a mysqld that runs on this machine"
        ) from error
    if not (banner := _BANNER.search(said)):
        raise DataPlaneError(f"{mysqld} does not say its version: {said.strip()}", fix="name a mysqld of MySQL")
    return "MariaDB" if banner["mariadb"] else "MySQL", banner["version"]


def plugins_of(mysqld: Path) -> Path:
    """The folder in which a server program looks for plugins, as it says itself."""
    said = subprocess.run([mysqld, "--no-defaults", "--verbose", "--help"], capture_output=True, text=True, check=False)
    for line in said.stdout.splitlines():
        name, _, value = line.partition(" ")
        if name == "plugin-dir":
            return Path(value.strip())
    raise DataPlaneError(f"{mysqld} does not say where its plugins are", fix="name a mysqld of MySQL 8.0 or newer")
