"""A cluster of MariaDB: the reduced set that serves where no Oracle MySQL can be had, and what is not in it."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pymysql
import pytest
from cryptography import x509

from sandbox.backing import BackingError
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.opening import Opened
from sandbox.data_plane.servers.debian import unpacked_server
from tests.sandbox.data_plane.ledger import ORDER, Load
from tests.sandbox.data_plane.standing import (
    PASSWORD,
    Witness,
    ask,
    connect,
    data_plane,
    eventually,
    order,
    running,
    whole,
)

WANTED = replace(
    ORDER,
    parameters={**ORDER.parameters, "max_connections": "200", "replica_preserve_commit_order": "ON"},
)
GOOD_TOKEN = Witness().token
READERS = ["orders-instance-2", "orders-instance-3"]


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What people are told."""
    return []


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> Iterator[Opened]:
    distribution = unpacked_server(product="MariaDB")
    with data_plane(tmp_path_factory.mktemp("sandbox"), distribution=distribution, progress=said.append) as opened:
        opened.backing.create(WANTED)
        yield opened


@pytest.fixture
def cluster(opened: Opened) -> Cluster:
    eventually(lambda: whole(opened.backing, ORDER.key))
    return running(opened.backing, ORDER.key)


def refused_with(cluster: Cluster, statement: str, member: str = "") -> int:
    """The number of the error with which a server refuses a statement of the master user."""
    with pytest.raises(pymysql.MySQLError) as refused:
        ask(cluster, statement, member)
    return int(refused.value.args[0])


def test_what_serves_bears_a_mark_and_says_what_it_lacks(opened: Opened, said: list[str]) -> None:
    assert f"{opened.backing.engine()} serves a reduced set:" in said
    assert [f"  {feature}: {reason}" for feature, reason in opened.backing.lacks().items()] == said[1:8]
    assert str(opened.backing.engine()).endswith("(MariaDB, Debian stable, reduced)")
    assert {"point-in-time restore", "CLONE", "super_read_only"} <= set(opened.backing.lacks())


def test_a_client_gets_in_by_tls_alone(cluster: Cluster) -> None:
    ((cipher, version),) = ask(cluster, "SELECT @@version_ssl_library, VERSION()")
    assert cipher
    assert "MariaDB" in version
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster, ssl=None, ssl_disabled=True)
    assert refused.value.args[0] == 1045


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_shows_what_was_written_and_refuses_a_write(cluster: Cluster, reader: str) -> None:
    reader = cluster.readers[READERS.index(reader)].identifier
    ask(cluster, "CREATE TABLE IF NOT EXISTS written (id INT PRIMARY KEY)")
    ask(cluster, "REPLACE INTO written VALUES (7)")
    eventually(lambda: ask(cluster, "SHOW TABLES LIKE 'written'", reader))
    eventually(lambda: ask(cluster, "SELECT id FROM written", reader) == [(7,)])
    assert refused_with(cluster, "INSERT INTO written VALUES (8)", reader) == 1290


def test_commits_wait_for_a_reader_for_ever(cluster: Cluster) -> None:
    names = "enabled", "timeout", "wait_no_slave", "wait_point"
    query = f"SELECT {', '.join(f'@@GLOBAL.rpl_semi_sync_master_{name}' for name in names)}"
    assert ask(cluster, query) == [(1, (1 << 64) - 1, 1, "AFTER_SYNC")]


def test_readers_follow_by_gtid_over_tls(cluster: Cluster) -> None:
    for reader in cluster.readers:
        with reader.administration() as admin:
            status = admin.rows("SHOW SLAVE STATUS")[0]
        assert (status["Master_SSL_Allowed"], status["Using_Gtid"]) == ("Yes", "Slave_Pos")


@pytest.mark.parametrize(("source", "let_in"), [("127.0.0.1", True), ("127.20.48.10", False)])
def test_the_port_of_the_servers_among_each_other_is_closed_to_clients(
    cluster: Cluster, source: str, let_in: bool
) -> None:
    place = cluster.writer.place
    with socket.socket() as client:
        client.settimeout(1.0)
        client.bind((source, 0))
        assert (client.connect_ex((str(place.address), place.admin_port)) == 0) == let_in


def test_the_parameter_group_is_in_force_but_for_what_has_no_counterpart(cluster: Cluster, said: list[str]) -> None:
    assert "orders: MariaDB has no counterpart of replica_preserve_commit_order" in said
    for member in cluster.members:
        assert ask(cluster, "SELECT @@GLOBAL.max_connections, @@GLOBAL.binlog_format", member) == [(200, "ROW")]


@pytest.mark.parametrize(
    ("parameters", "named"), [({"no_such_parameter": "1"}, "no_such_parameter"), ({"sql_mode": "NEVER"}, "NEVER")]
)
def test_a_parameter_that_the_server_refuses_fails_the_creation(
    opened: Opened, parameters: dict[str, str], named: str
) -> None:
    with pytest.raises(BackingError, match=named) as refused:
        opened.backing.create(order("refused", **parameters))
    assert refused.value.status == "incompatible-parameters"


@pytest.mark.parametrize(
    ("statement", "error"), [("SET GLOBAL max_connections = 5", 1227), ("SHUTDOWN", 1227), ("STOP SLAVE", 1227)]
)
def test_the_master_user_has_no_more_rights_than_on_rds(cluster: Cluster, statement: str, error: int) -> None:
    assert refused_with(cluster, statement) == error


def test_a_new_password_opens_sessions_at_once_and_the_old_one_for_a_while(opened: Opened, cluster: Cluster) -> None:
    opened.backing.modify(cluster.key, master_password="second-Passw0rd")
    assert [ask(cluster, "SELECT 1", password=each) for each in ("second-Passw0rd", PASSWORD)] == [[(1,)], [(1,)]]
    cluster.state.old_password_until = 0.0
    eventually(lambda: cluster.state.old_password_until is None)
    with pytest.raises(pymysql.MySQLError):
        connect(cluster, password=PASSWORD)
    opened.backing.modify(cluster.key, master_password=PASSWORD)


def test_a_certificate_of_another_authority_is_served_without_a_restart(opened: Opened, cluster: Cluster) -> None:
    def kinds() -> set[type]:
        found = set()
        for member in cluster.members:
            with connect(cluster, member) as connection:
                shown: bytes = connection._sock.getpeercert(binary_form=True)  # type: ignore[attr-defined]
                found.add(type(x509.load_der_x509_certificate(shown).public_key()))
        return found

    before = kinds()
    opened.backing.modify(cluster.key, ca_identifier="rds-ca-ecc384-g1")
    assert (len(before), before & kinds()) == (1, set())
    with pytest.raises(BackingError, match="rds-ca-2019 is no certificate authority of RDS"):
        opened.backing.modify(cluster.key, ca_identifier="rds-ca-2019")


def test_no_acknowledged_commit_is_lost_when_the_writer_is_killed(opened: Opened, cluster: Cluster) -> None:
    load, before = Load(opened), cluster.writer.identifier
    load.wait_for(50)
    opened.backing.inject("kill", cluster.key, before)
    eventually(lambda: cluster.writer.identifier != before)
    load.wait_for(50)
    ledger = load.end()
    eventually(lambda: whole(opened.backing, cluster.key))
    assert ledger.lost(opened) == set()
    count = "SELECT COUNT(*), SUM(amount) FROM entries"
    eventually(lambda: len({tuple(ask(cluster, count, name)) for name in cluster.members}) == 1)


def test_a_failover_that_is_asked_for_takes_the_member_that_is_named(opened: Opened, cluster: Cluster) -> None:
    target = cluster.readers[-1].identifier
    opened.backing.failover(cluster.key, target)
    assert cluster.writer.identifier == target


def test_a_reboot_brings_all_back_with_new_parameters(opened: Opened, cluster: Cluster) -> None:
    writer = cluster.writer.identifier
    opened.backing.reboot(cluster.key, {**WANTED.parameters, "max_connections": "201"})
    eventually(lambda: whole(opened.backing, cluster.key))
    assert cluster.writer.identifier == writer
    for member in cluster.members:
        assert ask(cluster, "SELECT @@GLOBAL.max_connections", member) == [(201,)]


def test_a_member_that_holds_what_nobody_was_told_of_is_rebuilt(opened: Opened, cluster: Cluster) -> None:
    reader = cluster.readers[0]
    with reader.administration() as admin:
        admin.execute("CREATE DATABASE strayed")
    opened.backing.inject("kill", cluster.key, reader.identifier)
    eventually(lambda: not reader.following)
    eventually(lambda: whole(opened.backing, cluster.key))
    with reader.administration() as admin:
        assert admin.rows("SHOW DATABASES LIKE 'strayed'") == []
        assert admin.value("SELECT @@GLOBAL.gtid_binlog_state")


def test_a_snapshot_holds_what_was_there_and_becomes_a_cluster(opened: Opened, cluster: Cluster) -> None:
    ask(cluster, "CREATE OR REPLACE TABLE kept (id INT PRIMARY KEY)")
    ask(cluster, "INSERT INTO kept VALUES (1)")
    opened.backing.snapshot(cluster.key, "arn:kept")
    ask(cluster, "INSERT INTO kept VALUES (2)")
    copy = order("copy")
    opened.backing.restore(copy, "arn:kept", None)
    restored = running(opened.backing, copy.key)
    eventually(lambda: whole(opened.backing, copy.key))
    assert ask(restored, "SELECT id FROM kept") == [(1,)]
    ask(restored, "INSERT INTO kept VALUES (3)")
    eventually(lambda: ask(restored, "SELECT id FROM kept", restored.readers[0].identifier) == [(1,), (3,)])
    opened.backing.delete(copy.key)
    opened.backing.delete_snapshot("arn:kept")
    assert opened.backing.cluster(copy.key) is None


def test_a_snapshot_is_refused_while_a_reader_is_away(opened: Opened, cluster: Cluster) -> None:
    away = cluster.readers[0]
    opened.backing.inject("stop", cluster.key, away.identifier)
    eventually(lambda: not away.following)
    with pytest.raises(BackingError, match="no reader can be spared"):
        opened.backing.snapshot(cluster.key, "arn:refused")
    opened.backing.inject("start", cluster.key, away.identifier)


def test_a_time_zone_by_name_fails_the_creation_with_its_name(opened: Opened) -> None:
    with pytest.raises(BackingError, match="Europe/Dublin"):
        opened.backing.create(order("refused", time_zone="Europe/Dublin"))


@pytest.mark.slow
def test_a_cluster_is_there_again_when_its_sandbox_is(tmp_path: Path) -> None:
    distribution = unpacked_server(product="MariaDB")
    with data_plane(tmp_path, distribution=distribution) as opened:
        opened.backing.create(ORDER)
        eventually(lambda: whole(opened.backing, ORDER.key))
        opened.backing.failover(ORDER.key, READERS[0])
        ask(running(opened.backing, ORDER.key), "CREATE TABLE kept (id INT PRIMARY KEY)")
    with data_plane(tmp_path, distribution=distribution) as opened:
        again = running(opened.backing, ORDER.key)
        eventually(lambda: whole(opened.backing, ORDER.key))
        assert again.writer.identifier == READERS[0]
        ask(again, "INSERT INTO kept VALUES (1)")
        for reader in again.readers:
            eventually(lambda reader=reader: ask(again, "SELECT id FROM kept", reader.identifier) == [(1,)])  # type: ignore[misc]


def test_a_restore_to_a_point_in_time_is_refused_by_name(opened: Opened, cluster: Cluster) -> None:
    with pytest.raises(BackingError, match="when a transaction was committed") as refused:
        opened.backing.restore(order("copy"), cluster.key, datetime.now(UTC))
    assert refused.value.code == "InvalidParameterCombination"
    assert opened.backing.observe(cluster.key).latest_restorable is None


@pytest.mark.parametrize("bad", ["good", GOOD_TOKEN[:-1], GOOD_TOKEN.replace("orders", "billing"), ""])
def test_a_token_opens_a_session_and_a_wrong_one_does_not(cluster: Cluster, bad: str) -> None:
    ask(cluster, "CREATE USER IF NOT EXISTS app IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL")
    assert ask(cluster, "SELECT CURRENT_USER()", user="app", password=GOOD_TOKEN, database=None) == [("app@%",)]
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster, user="app", password=bad, database=None)
    assert refused.value.args[0] == 1045


def test_a_token_in_the_clear_opens_no_session(cluster: Cluster) -> None:
    ask(cluster, "CREATE USER IF NOT EXISTS clear IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'")
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster, user="clear", password=GOOD_TOKEN, database=None, ssl=None, ssl_disabled=True)
    assert refused.value.args[0] == 1045


@pytest.mark.parametrize("how", ["AS 'else'", "BY 'password'"])
def test_a_user_of_iam_can_be_made_in_the_one_way_of_rds_alone(cluster: Cluster, how: str) -> None:
    assert refused_with(cluster, f"CREATE USER wrong IDENTIFIED WITH AWSAuthenticationPlugin {how}") in {1064, 1396}


def test_an_account_that_does_not_say_rds_opens_to_nobody(cluster: Cluster) -> None:
    ask(cluster, "CREATE USER IF NOT EXISTS nothing IDENTIFIED WITH AWSAuthenticationPlugin")
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster, user="nothing", password=GOOD_TOKEN, database=None)
    assert refused.value.args[0] == 1045
