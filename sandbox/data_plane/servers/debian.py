"""A server from Debian's archive, unpacked into the cache and run through its own dynamic loader."""

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
from sandbox.data_plane.servers.distribution import Distribution, Product, release
from sandbox.data_plane.servers.private_apt import PrivateApt, debian_archive

_RECORD = "packages.json"
_DISK_NEEDED = 1 << 30


class Source(TypedDict):
    """What debian.yaml holds of a server: the suite (None: the machine's own), and what of it is wanted.

    The number in `folder` changes with what is unpacked, and how. `programs` are scripts by the names of programs.
    """

    title: str
    megabytes: int
    folder: str
    suite: str | None
    component: str
    packages: list[str]
    left_out: list[str]
    programs: list[str]
    keyring: str


def source(product: Product = "MySQL") -> Source:
    """Where the packages of a server come from."""
    read: dict[Product, Source] = yaml.safe_load(Path(__file__).with_name("debian.yaml").read_text())["servers"]
    return read[product]


def unpacked_server(folder: Path | None = None, progress: Progress = quiet, product: Product = "MySQL") -> Distribution:
    """The server of the cache; it is fetched on the first call, by one process at a time.

    Raises DataPlaneError if apt or the disk does not let it.
    """
    folder, wanted = folder or cache_directory(), source(product)
    with _reported(folder, wanted["title"]), locked(folder / "lock"):
        home = folder / wanted["folder"]
        if not (home / _RECORD).exists():
            _fetch(home, wanted, progress)
        return _distribution(home, wanted)


def _fetch(home: Path, wanted: Source, progress: Progress) -> None:
    if shutil.disk_usage(home.parent).free < _DISK_NEEDED:
        raise DataPlaneError(f"{home.parent} has less than 1 GiB free", fix="free some space, or set XDG_CACHE_HOME")
    shutil.rmtree(home, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="fetching-") as temporary:
        progress(f"fetching {wanted['title']} from Debian ({wanted['megabytes']} MB, once)")
        fetched = _download(Path(temporary) / "apt", wanted)
        progress(f"unpacking {wanted['title']}")
        made = Path(temporary) / "debian"
        _unpack(fetched, made / "root")
        _write_programs(made, home, wanted["programs"])
        (made / _RECORD).write_text(json.dumps([_record(package) for package in fetched], indent=1))
        made.rename(home)


def _download(folder: Path, wanted: Source) -> list[Path]:
    mirror, release_name = debian_archive(wanted["title"])
    apt = PrivateApt(
        folder,
        mirror=mirror,
        suite=wanted["suite"] or release_name,
        component=wanted["component"],
        keyring=Path(wanted["keyring"]),
        wanted=wanted["title"],
    )
    packages = apt.download(wanted["packages"])
    return [package for package in packages if _name(package) not in wanted["left_out"]]


def _unpack(packages: Iterable[Path], root: Path) -> None:
    root.mkdir(parents=True)
    for package in packages:
        try:
            subprocess.run(["dpkg", "--extract", package, root], check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise DataPlaneError("there is no dpkg to unpack a server with", fix="install dpkg") from error
        except subprocess.CalledProcessError as error:
            raise DataPlaneError(
                f"{package.name} could not be unpacked: {error.stderr.strip()}", fix="see what it says"
            ) from error


def _write_programs(made: Path, home: Path, programs: Iterable[str]) -> None:
    """Small scripts under the programs' names, so that nobody else needs to know of the loader."""
    (made / "bin").mkdir()
    loader = home / _loader(made).relative_to(made)
    libraries = ":".join(str(home / each.relative_to(made)) for each in _libraries(made))
    for name in programs:
        real = next(made.glob(f"root/usr/*bin/{name}")).relative_to(made)
        script = made / "bin" / name
        script.write_text(
            f"#!/bin/sh\nexec '{loader}' --library-path '{libraries}' --argv0 {name} '{home / real}' \"$@\"\n"
        )
        script.chmod(0o755)


def _loader(home: Path) -> Path:
    # Older releases keep it, and some libraries, outside of /usr.
    found = sorted(home.glob("root/usr/lib/*/ld-linux-*.so.*")) or sorted(home.glob("root/lib/*/ld-linux-*.so.*"))
    if not found:
        raise DataPlaneError("the packages hold no dynamic loader for this machine", fix="name a mysqld of your own")
    return found[0]


def _libraries(home: Path) -> list[Path]:
    architecture = _loader(home).parent.name
    return [each for each in (home / f"root{way}/lib" / architecture for way in ("/usr", "")) if each.is_dir()]


def _distribution(home: Path, wanted: Source) -> Distribution:
    product, version = release(home / "bin" / wanted["programs"][0])
    usr = home / "root/usr"
    share = usr / "share/mysql"
    options = (f"--basedir={usr}", f"--lc-messages-dir={share}", f"--character-sets-dir={share / 'charsets'}")
    origin = f"Debian {wanted['suite'] or 'stable'}"
    return Distribution(product, version, origin, (home / "bin",), usr / "lib/mysql/plugin", options)


def _record(package: Path) -> dict[str, str]:
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    return {"file": package.name, "sha256": digest}


def _name(package: Path) -> str:
    return package.name.partition("_")[0]


@contextmanager
def _reported(folder: Path, title: str) -> Iterator[None]:
    """Turns a folder that cannot be written into a line that says so."""
    try:
        yield
    except OSError as error:
        raise DataPlaneError(
            f"{title} could not be kept in {folder}: {error.strerror}",
            fix="set XDG_CACHE_HOME to an absolute path that you may write to, with 1 GiB free",
        ) from error
