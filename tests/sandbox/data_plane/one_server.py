"""One real MySQL server, as a cluster's member is started: TLS, login plugin, an address of its own."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path
from time import monotonic, sleep

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import Cursor

from sandbox.data_plane.certificates import Certificate
from sandbox.data_plane.servers.distribution import Distribution

START_SECONDS = 60
SMALL = (
    "--performance-schema=OFF",
    "--innodb-buffer-pool-size=32M",
    "--innodb-redo-log-capacity=16M",
    "--skip-log-bin",
    "--mysqlx=OFF",
    "--secure-file-priv=NULL",
    "--user=root",
    "--skip-name-resolve",
    "--innodb-use-native-aio=OFF",
)


@dataclass(frozen=True, slots=True)
class OneServer:
    """Where it listens; `root` comes in over its socket, without a password."""

    pid: int
    address: IPv4Address
    port: int
    socket: Path
    distribution: Distribution

    def execute(self, *statements: str) -> None:
        """Runs statements as root."""
        connection: Connection[Cursor] = pymysql.connect(unix_socket=str(self.socket), user="root")
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def initialised(distribution: Distribution, folder: Path) -> Path:
    """A data directory with nobody in it but root."""
    data = folder / "template"
    command: list[str | Path] = [distribution.program("mysqld"), "--no-defaults", *distribution.options, *SMALL]
    subprocess.run([*command, "--initialize-insecure", f"--datadir={data}"], check=True, capture_output=True)
    return data


@contextmanager
def running(
    distribution: Distribution,
    template: Path,
    address: IPv4Address,
    port: int,
    issued: Certificate,
    *,
    options: tuple[str, ...] = (),
    variables: Mapping[str, str] | None = None,
) -> Iterator[OneServer]:
    """Starts a server on a copy of `template`, and kills it behind the block."""
    with tempfile.TemporaryDirectory(prefix="mysql-") as folder:
        home = Path(folder)
        shutil.copytree(template, home / "data")
        command: list[str | Path] = [
            distribution.program("mysqld"),
            *("--no-defaults", *distribution.options, *SMALL),
            *(f"--datadir={home / 'data'}", f"--socket={home / 's'}", f"--pid-file={home / 'pid'}"),
            *(f"--bind-address={address}", f"--port={port}", "--require-secure-transport=ON"),
            *(f"--ssl-cert={issued.certificate}", f"--ssl-key={issued.key}"),
            *options,
        ]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=variables)
        server = OneServer(process.pid, address, port, home / "s", distribution)
        try:
            _wait_for(server, process, home / "log")
            yield server
        finally:
            process.kill()
            process.wait()


def _wait_for(server: OneServer, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = monotonic() + START_SECONDS
    # PyMySQL leaves sockets open when it cannot connect.
    while not _answers(server.socket):
        assert process.poll() is None, log.read_text()
        assert monotonic() < deadline, log.read_text()
        sleep(0.1)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(str(path)) == 0 and bool(probe.recv(1))
