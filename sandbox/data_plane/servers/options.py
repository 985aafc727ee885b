"""The option file of a server, and what servers of every family are told."""

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

SOCKET = "mysql.sock"
OPTION_FILE = "my.cnf"
DATA = "data"
ADMIN_PORT = 33062


@dataclass(frozen=True, slots=True)
class Transport:
    """Files with which a server proves who it is, and by which it knows its peers."""

    certificate: Path
    key: Path
    authority: Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is reached, and who it is among its peers. `plugins` are loaded besides the usual ones.

    `variables` are added to the environment, for those plugins.
    """

    address: IPv4Address
    port: int
    server_id: int
    transport: Transport
    plugin_folder: Path
    plugins: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def admin_port(self) -> int:
        """Where servers follow this one, whatever its clients do."""
        return ADMIN_PORT + 1 if self.port == ADMIN_PORT else ADMIN_PORT


def place_options(place: Place) -> dict[str, str]:
    """Where a member listens, and how it proves who it is."""
    return {
        "bind_address": str(place.address),
        "port": str(place.port),
        "server_id": str(place.server_id),
        "report_host": str(place.address),
        "ssl_ca": str(place.transport.authority),
        "ssl_cert": str(place.transport.certificate),
        "ssl_key": str(place.transport.key),
    }


def common_options(folder: Path) -> dict[str, str]:
    """Where a server keeps what it has, and as whom it runs."""
    return {
        "datadir": str(folder / DATA),
        "socket": SOCKET,
        "pid_file": "mysqld.pid",
        "log_error": str(folder / "error.log"),
        # A server that root starts insists on being told so.
        "user": pwd.getpwuid(os.geteuid()).pw_name,
    }


def write_options(folder: Path, wanted: Mapping[str, str]) -> Path:
    """Writes the option file of the server in `folder`, for its owner alone."""
    file = folder / OPTION_FILE
    lines = [f"{name} = {_quoted(value)}" for name, value in wanted.items()]
    file.write_text("\n".join(["[mysqld]", *lines, ""]))
    file.chmod(0o600)
    return file


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
