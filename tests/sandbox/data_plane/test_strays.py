"""The SQL that makes users, and the SQL that drops those that left the spec, on a real server."""

import subprocess
from collections.abc import Iterator
from ipaddress import IPv4Network
from pathlib import Path

import pymysql
import pytest

from generator.spec.model import User
from modules.access.sql import strays_sql, users_sql
from sandbox.data_plane.addresses import Addresses
from sandbox.data_plane.certificates import Authority
from sandbox.data_plane.servers.distribution import Distribution
from tests.sandbox.data_plane.one_server import OneServer, running

ROLE = "arn:aws:iam::222222222222:role/settlement"


@pytest.fixture(scope="module")
def server(distribution: Distribution, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneServer]:
    addresses = Addresses()
    address = addresses.claim(IPv4Network("10.20.80.0/20"), 3306, "strays")
    issued = Authority(tmp_path_factory.mktemp("authority")).issue(
        tmp_path_factory.mktemp("certificate"), ["strays.example.com"]
    )
    try:
        with running(distribution, template, address, 3306, issued) as started:
            started.execute("CREATE DATABASE orders")
            yield started
    finally:
        addresses.close()


def user(name: str) -> User:
    return User.model_validate({"name": name, "role": ROLE, "endpoint": "writer", "auth": "secret"})


def run(server: OneServer, text: str) -> str:
    """What the client prints of a script that it runs as root."""
    client = str(server.distribution.program("mysql"))
    command = [client, "--no-defaults", f"--socket={server.socket}", "--user=root", "--batch"]
    ran = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def made(server: OneServer) -> list[str]:
    """The accounts that no server has by itself."""
    with pymysql.connect(unix_socket=str(server.socket), user="root") as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT CONCAT(user, '@', host) FROM mysql.user WHERE user NOT LIKE 'mysql.%%' AND user <> 'root'"
        )
        return sorted(row[0] for row in cursor.fetchall())


def test_who_left_the_spec_is_dropped_and_nobody_else(server: OneServer) -> None:
    odd = "o'hara"
    users = [user("settlement"), user(odd), user("Audit")]
    run(server, users_sql("eu-west-1", "orders", "orders", users))
    server.execute("CREATE USER somebody", "CREATE USER audit", "CREATE USER settlement@localhost")
    before = made(server)
    assert {"settlement@%", "settlement_clone@%", f"{odd}@%", f"{odd}_clone@%", "Audit@%"} < set(before)

    assert run(server, strays_sql("eu-west-1", "orders", users)) == "dropped\nnobody\n"
    assert made(server) == before

    dropped = run(server, strays_sql("eu-west-1", "orders", [user("settlement")]))
    assert dropped == "dropped\n'Audit'@'%', 'Audit_clone'@'%', 'o\\\\'hara'@'%', 'o\\\\'hara_clone'@'%'\n"
    assert made(server) == sorted(
        ["settlement@%", "settlement_clone@%", "settlement@localhost", "somebody@%", "audit@%"]
    )

    run(server, strays_sql("eu-west-1", "orders", []))
    assert made(server) == ["audit@%", "settlement@localhost", "somebody@%"]
