"""Oracle MySQL from Debian's unstable suite, unpacked into the cache and run through its own dynamic loader."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

import yaml

from sandbox.data_plane.cache import cache_directory, locked
from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.progress import Progress, quiet
from sandbox.data_plane.servers.distribution import Distribution, release
from sandbox.data_plane.servers.private_apt import PrivateApt, debian_mirror

FOLDER = "debian-2"
"""Its number changes with what is unpacked, and how."""
_RECORD = "packages.json"
_PROGRAMS = ("mysqld", "mysql", "mysqladmin", "mysqlbinlog", "mysqldump", "mysql_tzinfo_to_sql")
_DISK_NEEDED = 1 << 30


class Source(TypedDict):
    """What debian.yaml holds: the suite, and what of it is wanted."""

    suite: str
    component: str
    packages: list[str]
    left_out: list[str]
    keyring: str


def source() -> Source:
    """Where the packages come from."""
    read: Source = yaml.safe_load(Path(__file__).with_name("debian.yaml").read_text())
    return read


def unpacked_server(folder: Path | None = None, progress: Progress = quiet) -> Distribution:
    """The server of the cache; it is fetched on the first call, by one process at a time.

    Raises DataPlaneError if apt or the disk does not let it.
    """
    folder = folder or cache_directory()
    with _reported(folder), locked(folder / "lock"):
        home = folder / FOLDER
        if not (home / _RECORD).exists():
            _fetch(home, progress)
        return _distribution(home)


def _fetch(home: Path, progress: Progress) -> None:
    if shutil.disk_usage(home.parent).free < _DISK_NEEDED:
        raise DataPlaneError(f"{home.parent} has less than 1 GiB free", fix="free some space, or set XDG_CACHE_HOME")
    shutil.rmtree(home, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="fetching-") as temporary:
        progress("fetching Oracle MySQL from Debian sid (66 MB, once)")
        fetched = _download(Path(temporary) / "apt")
        progress("unpacking Oracle MySQL")
        made = Path(temporary) / "debian"
        _unpack(fetched, made / "root")
        _write_programs(made, home)
        (made / _RECORD).write_text(json.dumps([_record(package) for package in fetched], indent=1))
        made.rename(home)


def _download(folder: Path) -> list[Path]:
    wanted = source()
    apt = PrivateApt(
        folder,
        mirror=debian_mirror(),
        suite=wanted["suite"],
        component=wanted["component"],
        keyring=Path(wanted["keyring"]),
    )
    packages = apt.download(wanted["packages"])
    return [package for package in packages if _name(package) not in wanted["left_out"]]


def _unpack(packages: Iterable[Path], root: Path) -> None:
    root.mkdir(parents=True)
    for package in packages:
        try:
            subprocess.run(["dpkg", "--extract", package, root], check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise DataPlaneError("there is no dpkg to unpack MySQL with", fix="install dpkg") from error
        except subprocess.CalledProcessError as error:
            raise DataPlaneError(
                f"{package.name} could not be unpacked: {error.stderr.strip()}", fix="see what it says"
            ) from error


def _write_programs(made: Path, home: Path) -> None:
    """Small scripts under the programs' names, so that nobody else needs to know of the loader."""
    (made / "bin").mkdir()
    libraries = _loader(made).parent.relative_to(made)
    for name in _PROGRAMS:
        real = next(made.glob(f"root/usr/*bin/{name}")).relative_to(made)
        script = made / "bin" / name
        script.write_text(
            f"#!/bin/sh\nexec '{home / _loader(made).relative_to(made)}' --library-path '{home / libraries}' "
            f"--argv0 {name} '{home / real}' \"$@\"\n"
        )
        script.chmod(0o755)


def _loader(home: Path) -> Path:
    found = sorted(home.glob("root/usr/lib/*/ld-linux-*.so.*"))
    if not found:
        raise DataPlaneError("the packages hold no dynamic loader for this machine", fix="name a mysqld of your own")
    return found[0]


def _distribution(home: Path) -> Distribution:
    product, version = release(home / "bin/mysqld")
    usr = home / "root/usr"
    share = usr / "share/mysql"
    options = (f"--basedir={usr}", f"--lc-messages-dir={share}", f"--character-sets-dir={share / 'charsets'}")
    return Distribution(product, version, "Debian sid", (home / "bin",), usr / "lib/mysql/plugin", options)


def _record(package: Path) -> dict[str, str]:
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    return {"file": package.name, "sha256": digest}


def _name(package: Path) -> str:
    return package.name.partition("_")[0]


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Turns a folder that cannot be written into a line that says so."""
    try:
        yield
    except OSError as error:
        raise DataPlaneError(
            f"MySQL could not be kept in {folder}: {error.strerror}",
            fix="set XDG_CACHE_HOME to an absolute path that you may write to, with 1 GiB free",
        ) from error
