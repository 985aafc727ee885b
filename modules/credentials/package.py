"""The rotation function's code as a zip archive: the same bytes from the same sources, on every machine."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path, PurePosixPath

from modules.literals import ConfigurationError

DRIVER = "pymysql"
HANDLER = "rotation.handler.handle"
PATH = "functions/rotation.zip"

_SOURCES = Path(__file__).with_name("rotation")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3


@cache
def function_package() -> bytes:
    """The archive: the package `rotation` beside this file, and the installed MySQL driver with its licence.

    Nothing in it depends on the machine: names are sorted, times and permissions fixed, and nothing is compressed,
    as the output of a compressor depends on its version.
    Raises ConfigurationError where the installed driver is not what was published.
    """
    members = dict(sorted([*_own_sources(), *_driver_sources()]))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as package:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.external_attr = _READABLE
            entry.create_system = _UNIX
            package.writestr(entry, content)
    return archive.getvalue()


def code_hash(package: bytes) -> str:
    """The hash by which Lambda knows code: SHA-256 in base64.

    Source: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html (checked 2026-11-22).
    """
    return base64.b64encode(hashlib.sha256(package).digest()).decode()


def _own_sources() -> Iterator[tuple[str, bytes]]:
    for file in _SOURCES.glob("*.py"):
        yield f"{_SOURCES.name}/{file.name}", file.read_bytes()


def _driver_sources() -> Iterator[tuple[str, bytes]]:
    for file in metadata.files(DRIVER) or ():
        name = PurePosixPath(file)
        if name.name == "LICENSE":
            yield f"{DRIVER}/LICENSE", _verified(file)
        elif name.parts[0] == DRIVER and name.suffix == ".py":
            yield name.as_posix(), _verified(file)


def _verified(file: metadata.PackagePath) -> bytes:
    content = file.read_binary()
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    if file.hash is None or file.hash.value != digest:
        raise ConfigurationError(f"{file}: the installed {DRIVER} is not what was published; install it again")
    return content
