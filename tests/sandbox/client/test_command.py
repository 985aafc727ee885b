"""A program inside: which names it knows, and as whom a server sees it."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread

import pytest

from sandbox.data_plane.addresses import Addresses
from sandbox.data_plane.name_server import NameServer
from sandbox.data_plane.names import ClusterNames, Names

SERVER = "127.20.79.250"
WRITER = "orders.cluster-c0ffee.eu-west-1.rds.amazonaws.com"
MEMBER = "orders-instance-1.c0ffee.eu-west-1.rds.amazonaws.com"
LOOK_UP = "import socket, sys; print(socket.gethostbyname(sys.argv[1]))"
CALL = (
    "import socket, sys; connection = socket.create_connection((sys.argv[1], int(sys.argv[2])));"
    " print(connection.recv(99).decode())"
)
BIND_AND_CALL = (
    "import socket, sys; connection = socket.create_connection((sys.argv[1], int(sys.argv[2])),"
    " source_address=('127.20.48.77', 0)); print(connection.recv(99).decode())"
)
CALL_AS_JAVA_DOES = (
    "import socket, sys; connection = socket.socket(socket.AF_INET6);"
    " connection.connect(('::ffff:' + socket.gethostbyname(sys.argv[1]), int(sys.argv[2])));"
    " print(connection.recv(99).decode())"
)


@pytest.fixture
def names() -> Names:
    names = Names()
    names.publish(ClusterNames(WRITER, "ro.test", {MEMBER: IPv4Address(SERVER)}), writer=MEMBER, readers=[])
    return names


@pytest.fixture
def folder(names: Names, tmp_path: Path) -> Iterator[Path]:
    """The folder of a sandbox that serves names, and says so."""
    addresses = Addresses()
    server = NameServer(names, *addresses.claim_for_names())
    dns = {"address": server.address, "port": server.port}
    (tmp_path / "sandbox.json").write_text(json.dumps({"dns": dns, "ca_bundle": str(tmp_path / "ca.pem")}))
    yield tmp_path
    server.close()
    addresses.close()


@pytest.fixture
def port() -> Iterator[int]:
    """A server that tells each client which address it sees."""
    with socket.create_server((SERVER, 0)) as listener:
        Thread(target=_tell, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]


def _tell(listener: socket.socket) -> None:
    while True:
        try:
            connection, peer = listener.accept()
        except OSError:
            return
        with connection:
            connection.sendall(peer[0].encode())


def inside(folder: Path, *arguments: str, program: str = sys.executable) -> "subprocess.CompletedProcess[str]":
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "sandbox",
        "client",
        "--folder",
        folder,
        *arguments[:2],
        "--",
        program,
    ]
    return subprocess.run([*command, *arguments[2:]], capture_output=True, text=True, check=False)


def test_a_program_knows_the_sandboxs_names(folder: Path) -> None:
    assert inside(folder, "--from", "10.20.48.10", "-c", LOOK_UP, WRITER).stdout == f"{SERVER}\n"


def test_and_no_others(folder: Path) -> None:
    said = inside(folder, "--from", "10.20.48.10", "-c", LOOK_UP, "example.com")
    assert said.returncode == 1
    assert "socket.gaierror" in said.stderr


def test_whoever_stays_outside_keeps_the_machines_own_names(folder: Path) -> None:
    before = Path("/etc/resolv.conf").read_bytes()
    inside(folder, "--from", "10.20.48.10", "-c", "pass")
    assert Path("/etc/resolv.conf").read_bytes() == before


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        (CALL, "127.20.48.10"),
        (CALL_AS_JAVA_DOES, "127.20.48.10"),
        (BIND_AND_CALL, "127.20.48.77"),
    ],
    ids=["a program", "one that speaks IPv6", "one that binds by itself"],
)
def test_a_server_sees_the_address_that_was_chosen(folder: Path, port: int, script: str, seen: str) -> None:
    assert inside(folder, "--from", "10.20.48.10", "-c", script, WRITER, str(port)).stdout == f"{seen}\n"


def test_a_program_fails_as_itself(folder: Path) -> None:
    assert inside(folder, "--from", "10.20.48.10", "-c", "raise SystemExit(7)").returncode == 7


def test_mysqls_own_client_is_there(folder: Path) -> None:
    said = inside(folder, "--from", "10.20.48.10", "--no-defaults", "--version", program="mysql")
    assert said.stdout.startswith("mysql"), said.stderr


def test_a_folder_without_a_sandbox_is_said(tmp_path: Path) -> None:
    said = inside(tmp_path, "--from", "10.20.48.10", "-c", "pass")
    assert (said.returncode, said.stderr) == (
        2,
        f"error: no sandbox serves from {tmp_path}\n  fix: start it: `make sandbox`\n",
    )


def test_a_program_that_is_not_there_is_said(folder: Path) -> None:
    said = inside(folder, "--from", "10.20.48.10", program="no-such-client")
    assert (said.returncode, said.stderr.splitlines()[0]) == (2, "error: there is no no-such-client")


@pytest.mark.parametrize(
    ("dns", "why"),
    [
        (None, "error: this sandbox has no names: it serves no databases"),
        (
            {"address": "127.0.0.1", "port": 5353},
            "error: the sandbox's names are at port 5353, and programs ask port 53",
        ),
    ],
)
def test_a_sandbox_whose_names_cannot_be_used_is_said(tmp_path: Path, dns: object, why: str) -> None:
    (tmp_path / "sandbox.json").write_text(json.dumps({"dns": dns, "ca_bundle": None}))
    said = inside(tmp_path, "--from", "10.20.48.10", "-c", "pass")
    assert said.returncode == 2
    assert said.stderr.startswith(why)
