"""Who gets in at a real server, and who hears nothing."""

import subprocess
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from pathlib import Path
from time import monotonic, sleep

import pymysql
import pytest

from sandbox.backing import ClusterKey
from sandbox.data_plane.addresses import Addresses
from sandbox.data_plane.admission import Door, Doorkeeper
from sandbox.data_plane.certificates import Authority
from sandbox.data_plane.servers.distribution import Distribution
from tests.sandbox.data_plane.one_server import OneServer, running

KEY = ClusterKey("222222222222", "eu-west-1", "orders")
BASTION = "127.20.48.10"
NEIGHBOUR = "127.20.48.11"
PATIENCE_SECONDS = 60


class Groups:
    """Security groups that can be changed, and that can be out of reach."""

    def __init__(self, *admitted: str) -> None:
        self.admitted = admitted
        self.broken = False

    def __call__(self, key: ClusterKey) -> Sequence[IPv4Network]:
        assert key == KEY
        if self.broken:
            raise KeyError(key)
        return [IPv4Network(network) for network in self.admitted]


@pytest.fixture(scope="module")
def server(distribution: Distribution, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneServer]:
    addresses, authority = Addresses(), Authority(tmp_path_factory.mktemp("authority"))
    address = addresses.claim(IPv4Network("10.20.64.0/20"), 3306, "admission")
    issued = authority.issue(tmp_path_factory.mktemp("certificate"), ["orders.test"])
    with running(distribution, template, address, 3306, issued) as server:
        server.execute("CREATE USER anna IDENTIFIED BY 'tide'")
        yield server
    addresses.close()


@pytest.fixture
def groups() -> Groups:
    return Groups("10.20.48.10/32")


@pytest.fixture
def doorkeeper(server: OneServer, groups: Groups) -> Iterator[Doorkeeper]:
    doorkeeper = Doorkeeper(groups, look_seconds=0.05)
    doorkeeper.guard(Door(KEY, server.pid, server.address, server.port))
    yield doorkeeper
    doorkeeper.close()


def greeted(server: OneServer, source: str) -> bool:
    """Whether a client at this address is greeted by the server, by MySQL's own command line client.

    One that is not must be told 2003, that it cannot connect, as on AWS.
    """
    said = subprocess.run(
        [
            server.distribution.program("mysql"),
            *("--no-defaults", f"--host={server.address}", f"--port={server.port}", f"--bind-address={source}"),
            *("--user=anna", "--connect-timeout=2", "--execute=SELECT 1"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"MYSQL_PWD": "tide"},
    )
    assert not said.returncode or said.stderr.startswith("ERROR 2003 (HY000): Can't connect"), said.stderr
    return not said.returncode


def eventually(server: OneServer, source: str, *, expected: bool) -> bool:
    deadline = monotonic() + PATIENCE_SECONDS
    while greeted(server, source) != expected:
        if monotonic() > deadline:
            return False
        sleep(0.05)
    return True


@pytest.mark.usefixtures("doorkeeper")
def test_an_address_that_a_rule_admits_connects_and_its_neighbour_gets_2003(server: OneServer) -> None:
    assert eventually(server, BASTION, expected=True)
    assert [greeted(server, source) for source in (NEIGHBOUR, "127.0.0.1")] == [False, False]


@pytest.mark.usefixtures("doorkeeper")
def test_pymysql_gets_2003_too(server: OneServer) -> None:
    with pytest.raises(pymysql.OperationalError, match=r"2003.*timed out"):
        pymysql.connect(host=str(server.address), bind_address=NEIGHBOUR, user="anna", connect_timeout=1)


@pytest.mark.usefixtures("doorkeeper")
def test_a_rule_that_is_added_opens_and_one_that_is_taken_away_closes(server: OneServer, groups: Groups) -> None:
    groups.admitted = ("10.20.48.11/32",)
    assert eventually(server, NEIGHBOUR, expected=True)
    assert eventually(server, BASTION, expected=False)


@pytest.mark.usefixtures("doorkeeper")
def test_a_connection_that_is_open_stays_as_on_aws(server: OneServer, groups: Groups) -> None:
    connection = pymysql.connect(
        host=str(server.address),
        bind_address=BASTION,
        user="anna",
        password="tide",
        ssl_verify_cert=False,
        ssl={"ca": None},
    )
    with connection, connection.cursor() as cursor:
        groups.admitted = ()
        assert eventually(server, BASTION, expected=False)
        assert cursor.execute("SELECT 1") == 1


@pytest.mark.usefixtures("doorkeeper")
def test_a_whole_network_is_admitted(server: OneServer, groups: Groups) -> None:
    groups.admitted = ("192.168.0.0/24", "10.20.48.0/20")
    assert eventually(server, NEIGHBOUR, expected=True)
    assert not greeted(server, "127.20.64.1")


@pytest.mark.usefixtures("doorkeeper")
def test_while_nobody_can_say_it_stays_as_it_was(server: OneServer, groups: Groups) -> None:
    assert eventually(server, BASTION, expected=True)
    groups.broken = True
    sleep(0.2)
    assert eventually(server, BASTION, expected=True)
    assert not greeted(server, NEIGHBOUR)


def test_a_door_that_nobody_ever_spoke_of_is_closed(server: OneServer, groups: Groups) -> None:
    groups.broken = True
    doorkeeper = Doorkeeper(groups)
    doorkeeper.guard(Door(KEY, server.pid, server.address, server.port))
    assert not greeted(server, BASTION)
    doorkeeper.close()


def test_a_server_that_has_ended_is_forgotten(groups: Groups, server: OneServer) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    doorkeeper = Doorkeeper(groups, look_seconds=0.05)
    doorkeeper.guard(Door(KEY, gone.pid, server.address, server.port))
    doorkeeper.close()
