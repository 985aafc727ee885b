"""A cluster as clients and the control plane see it."""

import os
import subprocess
from collections.abc import Iterator

import psutil
import pymysql
import pytest

from sandbox.backing import BackingError, LogPart
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.opening import Opened
from tests.sandbox.data_plane.standing import (
    MASTER,
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

ORDER = order(
    max_connections="{DBInstanceClassMemory/12582880}", time_zone="Europe/Dublin", innodb_lock_wait_timeout="7"
)
READERS = ["orders-instance-2", "orders-instance-3"]
GOOD_TOKEN = Witness().token
MEBIBYTE = 1 << 20


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with data_plane(tmp_path_factory.mktemp("sandbox"), Witness()) as opened:
        opened.backing.create(ORDER)
        yield opened


@pytest.fixture(scope="module")
def cluster(opened: Opened) -> Cluster:
    eventually(lambda: whole(opened.backing, ORDER.key))
    return running(opened.backing, ORDER.key)


def test_the_first_member_is_the_writer_and_all_serve(opened: Opened, cluster: Cluster) -> None:
    seen = opened.backing.observe(cluster.key)
    assert seen.writer == "orders-instance-1"
    assert {name: (state.role, state.serving) for name, state in seen.members.items()} == {
        "orders-instance-1": ("writer", True),
        "orders-instance-2": ("reader", True),
        "orders-instance-3": ("reader", True),
    }


def test_connections_are_those_of_clients(opened: Opened, cluster: Cluster) -> None:
    def seen() -> int:
        return opened.backing.observe(cluster.key).members[cluster.writer.identifier].connections

    eventually(lambda: seen() == 0)
    with connect(cluster), connect(cluster):
        eventually(lambda: seen() == 2)
    eventually(lambda: seen() == 0)


def test_metrics_are_measured_at_the_servers(opened: Opened, cluster: Cluster) -> None:
    ask(cluster, "CREATE TABLE measured (id INT AUTO_INCREMENT PRIMARY KEY, at TIMESTAMP)")

    def writing() -> bool:
        ask(cluster, "INSERT INTO measured (at) VALUES (NOW())")
        metrics = opened.backing.observe(cluster.key).members[cluster.writer.identifier].metrics
        return metrics.get("WriteIOPS", 0) > 0 and metrics["CPUUtilization"] > 0

    eventually(writing)
    measured = {"CPUUtilization", "ReadIOPS", "WriteThroughput", "BinLogDiskUsage", "FreeStorageSpace"}
    eventually(lambda: set(opened.backing.observe(cluster.key).members[READERS[0]].metrics) >= measured)


def test_members_listen_in_their_own_subnets(cluster: Cluster) -> None:
    subnets = [str(member.place.address).rsplit(".", 1)[0] for member in cluster.members.values()]
    assert subnets == ["127.20.1", "127.20.2", "127.20.3"]


def test_what_is_written_at_the_writer_is_read_at_the_readers(cluster: Cluster) -> None:
    ask(cluster, "CREATE TABLE written (id INT PRIMARY KEY)")
    ask(cluster, "INSERT INTO written VALUES (7)")
    for reader in READERS:
        eventually(lambda reader=reader: ask(cluster, "SHOW TABLES LIKE 'written'", reader))  # type: ignore[misc]
        eventually(lambda reader=reader: ask(cluster, "SELECT id FROM written", reader) == [(7,)])  # type: ignore[misc]


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_refuses_a_write(cluster: Cluster, reader: str) -> None:
    with pytest.raises(pymysql.MySQLError) as refused:
        ask(cluster, "CREATE TABLE refused (id INT)", reader)
    assert refused.value.args[0] == 1290


def test_a_connection_without_tls_is_refused(cluster: Cluster) -> None:
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster, ssl=None, ssl_disabled=True)
    assert refused.value.args[0] == 3159


def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster, password="wrong")
    assert refused.value.args[0] == 1045


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("SET GLOBAL max_connections = 5", 1227),
        ("DROP USER rdsadmin@localhost", 1227),
        ("ALTER USER rdsrepladmin@'%' IDENTIFIED BY 'mine'", 1227),
        ("SHUTDOWN", 1227),
    ],
)
def test_the_master_user_has_no_more_rights_than_on_rds(cluster: Cluster, statement: str, error: int) -> None:
    with pytest.raises(pymysql.MySQLError) as refused:
        ask(cluster, statement)
    assert refused.value.args[0] == error


def test_the_master_user_can_make_users_and_give_them_rights(cluster: Cluster) -> None:
    ask(cluster, "CREATE USER clerk IDENTIFIED BY 'clerks-Passw0rd'")
    ask(cluster, "GRANT SELECT ON orders.* TO clerk")
    assert ask(cluster, "SELECT CURRENT_USER()", user="clerk", password="clerks-Passw0rd") == [("clerk@%",)]


@pytest.mark.parametrize("bad", ["good", GOOD_TOKEN[:-1], GOOD_TOKEN.replace("orders", "billing")])
def test_a_token_opens_a_session_and_a_wrong_one_does_not(cluster: Cluster, bad: str) -> None:
    ask(cluster, "CREATE USER IF NOT EXISTS app IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'")
    assert ask(cluster, "SELECT CURRENT_USER()", user="app", password=GOOD_TOKEN, database=None) == [("app@%",)]
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster, user="app", password=bad, database=None)
    assert refused.value.args[0] == 1045


def test_the_internal_account_is_reached_through_the_machine_alone(cluster: Cluster) -> None:
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster, user="rdsadmin", password="", database=None)
    assert refused.value.args[0] == 1045


def test_the_parameter_group_is_in_force_on_every_member(cluster: Cluster) -> None:
    names = "max_connections", "innodb_lock_wait_timeout", "sync_binlog", "require_secure_transport", "time_zone"
    query = f"SELECT {', '.join(f'@@GLOBAL.{name}' for name in names)}"
    for member in cluster.members:
        assert ask(cluster, query, member) == [(1365, 7, 1, 1, "Europe/Dublin")]


def test_commits_wait_for_one_reader_for_ever(cluster: Cluster) -> None:
    names = "enabled", "timeout", "wait_for_replica_count", "wait_point"
    query = f"SELECT {', '.join(f'@@GLOBAL.rpl_semi_sync_source_{name}' for name in names)}"
    assert ask(cluster, query) == [(1, 4294967295, 1, "AFTER_SYNC")]


@pytest.mark.parametrize("reader", READERS)
def test_readers_follow_over_tls(cluster: Cluster, reader: str) -> None:
    with cluster.members[reader].administration() as admin:
        status = admin.rows("SHOW REPLICA STATUS")[0]
    assert (status["Source_SSL_Allowed"], status["Auto_Position"], status["Source_User"]) == ("Yes", 1, "rdsrepladmin")


def test_the_mysql_client_gets_in_too(opened: Opened, cluster: Cluster) -> None:
    place = cluster.writer.place
    said = subprocess.run(
        [
            opened.distribution.program("mysql"),
            "--no-defaults",
            f"--host={place.address}",
            f"--port={place.port}",
            f"--user={MASTER}",
            f"--ssl-ca={opened.ca_bundle}",
            "--ssl-mode=VERIFY_CA",
            "--batch",
            "--skip-column-names",
            "--execute=SELECT @@hostname IS NOT NULL, @@GLOBAL.super_read_only",
        ],
        env={**os.environ, "MYSQL_PWD": PASSWORD},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["1", "0"]


def test_a_server_takes_less_than_300_mebibytes(cluster: Cluster) -> None:
    sizes = [psutil.Process(member.pid).memory_info().rss // MEBIBYTE for member in cluster.members.values()]
    assert [size for size in sizes if size >= 300] == []


def test_the_names_lead_to_the_members(opened: Opened, cluster: Cluster) -> None:
    answer = opened.names.look_up(ORDER.writer_name)
    assert answer
    assert answer.address == cluster.writer.place.address


def test_the_log_of_a_member_is_its_own(opened: Opened) -> None:
    written = opened.backing.log(ORDER.key, "orders-instance-2", "error")
    assert b"ready for connections" in written.content
    assert opened.backing.log(ORDER.key, "orders-instance-2", "error", written.end - 1).content[:1] == b"\n"
    assert opened.backing.log(ORDER.key, "orders-instance-2", "general") == LogPart(b"", 0)


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"no_such_parameter": "1"}, "no_such_parameter"),
        ({"binlog_format": "SOMETIMES"}, "SOMETIMES"),
        ({"max_connections": "{Nonsense/2}"}, "Nonsense"),
    ],
)
def test_a_parameter_that_the_server_refuses_fails_the_creation(
    opened: Opened, parameters: dict[str, str], named: str
) -> None:
    with pytest.raises(BackingError, match=named) as refused:
        opened.backing.create(order("refused", **parameters))
    assert refused.value.status == "incompatible-parameters"
    assert opened.backing.cluster(order("refused").key) is None


def test_a_cluster_that_is_not_there_is_named(opened: Opened) -> None:
    with pytest.raises(BackingError, match="behind missing"):
        opened.backing.observe(order("missing").key)


def test_a_new_password_opens_sessions_at_once_and_the_old_one_for_a_while(opened: Opened, cluster: Cluster) -> None:
    opened.backing.modify(cluster.key, master_password="second-Passw0rd")
    try:
        assert ask(cluster, "SELECT 1", password="second-Passw0rd") == [(1,)]
        assert ask(cluster, "SELECT 1", password=PASSWORD) == [(1,)]
        cluster.state.old_password_until = 0.0
        eventually(lambda: cluster.state.old_password_until is None)
        with pytest.raises(pymysql.MySQLError):
            connect(cluster, password=PASSWORD)
    finally:
        opened.backing.modify(cluster.key, master_password=PASSWORD)


def test_a_dynamic_parameter_changes_on_every_member_at_once(opened: Opened, cluster: Cluster) -> None:
    changed = {**ORDER.parameters, "innodb_lock_wait_timeout": "9", "sql_mode": "ANSI_QUOTES"}
    opened.backing.modify(cluster.key, parameters=changed)
    for member in cluster.members:
        query = "SELECT @@GLOBAL.innodb_lock_wait_timeout, @@GLOBAL.sql_mode"
        assert ask(cluster, query, member) == [(9, "ANSI_QUOTES")]


def test_tokens_end_with_iam_authentication(opened: Opened, cluster: Cluster) -> None:
    ask(cluster, "CREATE USER other IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'")
    opened.backing.modify(cluster.key, iam_authentication=False)
    try:
        with pytest.raises(pymysql.MySQLError):
            connect(cluster, user="other", password=GOOD_TOKEN, database=None)
    finally:
        opened.backing.modify(cluster.key, iam_authentication=True)
    assert ask(cluster, "SELECT 1", user="other", password=GOOD_TOKEN, database=None) == [(1,)]
