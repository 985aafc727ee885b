"""`python -m sandbox client --folder DIR --from 10.20.48.10 -- mysql --host=...`: any program, inside."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path
from typing import NoReturn

from sandbox.data_plane.addresses import DNS_PORT, on_loopback
from sandbox.data_plane.cache import cache_directory, locked
from sandbox.data_plane.compiling import compile_library
from sandbox.data_plane.errors import DataPlaneError

SOURCE = Path(__file__).with_name("source.c")
READY_FILE = "sandbox.json"
NAMESPACE = 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"'


@dataclass(frozen=True, slots=True)
class Client:
    """What is run, against the sandbox of which folder, and from which address of a VPC (None: from no VPC)."""

    folder: Path
    source: IPv4Address | None
    command: Sequence[str]


def run(client: Client, environment: Mapping[str, str] = os.environ) -> NoReturn:
    """Becomes the client: this process ends with its exit code.

    Raises DataPlaneError if no sandbox serves from the folder, or the machine cannot keep the client apart.
    """
    ready = _ready(client.folder)
    wanted = {**environment, **_variables(client, ready)}
    program = shutil.which(client.command[0], path=wanted["PATH"])
    if not program:
        raise DataPlaneError(f"there is no {client.command[0]}", fix="name a program that is on the PATH")
    inside = ["sh", "-c", NAMESPACE, "sh", str(_names_file(client.folder, ready)), program, *client.command[1:]]
    os.execvpe("unshare", [*_apart(), *inside], wanted)


def _ready(folder: Path) -> Mapping[str, object]:
    try:
        found: Mapping[str, object] = json.loads((folder / READY_FILE).read_text())
    except (OSError, ValueError) as error:
        raise DataPlaneError(f"no sandbox serves from {folder}", fix="start it: `make sandbox`") from error
    return found


def _apart() -> list[str]:
    if not shutil.which("unshare"):
        raise DataPlaneError("there is no unshare to give a client its own names", fix="install util-linux")
    return ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--"]


def _names_file(folder: Path, ready: Mapping[str, object]) -> Path:
    dns = ready["dns"]
    if not isinstance(dns, Mapping):
        raise DataPlaneError("this sandbox has no names: it serves no databases", fix="start it with its data plane")
    if dns["port"] != DNS_PORT:
        raise DataPlaneError(
            f"the sandbox's names are at port {dns['port']}, and programs ask port {DNS_PORT} alone",
            fix=f"let its user have that port: `sysctl net.ipv4.ip_unprivileged_port_start={DNS_PORT}`",
        )
    file = folder / "resolv.conf"
    draft = Path(tempfile.mkstemp(dir=folder, prefix="resolv-")[1])
    draft.write_text(f"nameserver {dns['address']}\noptions timeout:1\n")
    draft.chmod(0o644)
    draft.replace(file)
    return file


def _variables(client: Client, ready: Mapping[str, object]) -> dict[str, str]:
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, _programs())])
    variables = {"PATH": path, "TIDEGATE_CA_BUNDLE": str(ready["ca_bundle"])}
    if client.source is not None:
        variables |= {"TIDEGATE_SOURCE": str(on_loopback(client.source)), "LD_PRELOAD": str(_shim())}
    return variables


def _programs() -> tuple[Path, ...]:
    """The folders of MySQL's own clients, so that `mysql` is there even where nobody has installed it."""
    from sandbox.data_plane.servers.acquisition import acquire

    return acquire().folders


def _shim() -> Path:
    home = cache_directory() / "client"
    library = home / f"source-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}.so"
    with locked(home / "lock"):
        if not library.exists():
            draft = library.with_suffix(".new")
            compile_library(SOURCE, draft)
            draft.replace(library)
    return library
