"""What comes back of a cluster: as it was at a second, or when a snapshot was taken."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pymysql
import pytest

from sandbox.backing import BackingError
from sandbox.data_plane.backups.base import Bases
from sandbox.data_plane.backups.periodic import PeriodicBackups
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.opening import Opened
from tests.sandbox.data_plane.ledger import ORDER, Load
from tests.sandbox.data_plane.standing import ask, connect, data_plane, eventually, order, running, whole

SNAPSHOT = "arn:aws:rds:eu-west-1:222222222222:cluster-snapshot:orders-before"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with data_plane(tmp_path) as opened:
        opened.backing.create(ORDER)
        eventually(lambda: whole(opened.backing, ORDER.key))
        yield opened


def restored(opened: Opened, name: str, source: object, at: datetime | None = None) -> Cluster:
    opened.backing.restore(order(name), source, at)  # type: ignore[arg-type]
    eventually(lambda: whole(opened.backing, order(name).key))
    return running(opened.backing, order(name).key)


def second_after_now() -> datetime:
    """The next whole second, when it has passed and a while more."""
    second = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    time.sleep(max((second - datetime.now(UTC)).total_seconds(), 0))
    return second


def test_a_restore_is_exact_to_the_second_even_across_a_failover(opened: Opened) -> None:
    cluster = running(opened.backing, ORDER.key)
    ask(cluster, "CREATE TABLE ticks (id INT AUTO_INCREMENT PRIMARY KEY, at TIMESTAMP(6))")
    ask(cluster, "CREATE USER token IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'")
    load = Load(opened, clients=2)
    load.wait_for(50)
    former = cluster.writer
    opened.backing.inject("kill", ORDER.key, former.identifier)
    eventually(lambda: cluster.writer is not former)
    tick(cluster, 30)
    second = second_after_now()
    tick(cluster, 30)
    load.end()
    ask(cluster, "DROP TABLE entries")
    before = [row for row in ask(cluster, "SELECT id, at FROM ticks ORDER BY id") if utc(row[1]) <= second]
    eventually(lambda: (latest := opened.backing.observe(ORDER.key).latest_restorable) and latest >= second)

    copy = restored(opened, "restored", ORDER.key, second)

    assert 30 <= len(before) < 60
    assert ask(copy, "SELECT id, at FROM ticks ORDER BY id") == before
    assert load.ledger.lost_of(copy, load.ledger.acknowledged_by(second.timestamp())) == set()
    assert load.ledger.lost_of(copy, set(load.ledger.acknowledged)) != set()
    for member in copy.members:
        eventually(lambda member=member: ask(copy, "SELECT COUNT(*) FROM ticks", member) == [(len(before),)])  # type: ignore[misc]
    ask(copy, "INSERT INTO ticks (at) VALUES (NOW(6))")
    assert len(ask(cluster, "SELECT id FROM ticks")) == 60


def test_a_restore_is_of_a_time_that_is_kept(opened: Opened) -> None:
    seen = opened.backing.observe(ORDER.key)
    assert seen.earliest_restorable
    for wrong in (seen.earliest_restorable - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1)):
        with pytest.raises(BackingError, match="cannot be restored") as refused:
            opened.backing.restore(order("never"), ORDER.key, wrong)
        assert refused.value.code == "InvalidRestoreFault"


def test_the_latest_time_that_can_be_restored_moves_on(opened: Opened) -> None:
    eventually(lambda: opened.backing.observe(ORDER.key).latest_restorable)
    first = opened.backing.observe(ORDER.key).latest_restorable
    assert first
    eventually(lambda: (now := opened.backing.observe(ORDER.key).latest_restorable) and now > first)
    assert first < datetime.now(UTC)


def test_a_restore_begins_with_the_latest_backup_before_its_time(opened: Opened) -> None:
    cluster = running(opened.backing, ORDER.key)
    bases = Bases(cluster.folder / "bases")
    ask(cluster, "CREATE TABLE ticks (id INT AUTO_INCREMENT PRIMARY KEY, at TIMESTAMP(6))")
    periodic = PeriodicBackups(cluster, every_bytes=1)
    tick(cluster, 20)
    periodic.look()
    periodic.close()
    first, second = bases.times()
    tick(cluster, 20)
    later = second_after_now()
    tick(cluster, 20)
    eventually(lambda: (latest := opened.backing.observe(ORDER.key).latest_restorable) and latest >= later)
    shutil.rmtree(cluster.folder / "bases" / str(first))

    copy = restored(opened, "restored", ORDER.key, later)

    assert ask(copy, "SELECT COUNT(*), MAX(id) FROM ticks") == [(40, 40)]
    assert bases.before(second - 1) is None


def test_the_first_backup_and_the_latest_are_kept(tmp_path: Path) -> None:
    bases = Bases(tmp_path / "bases")
    (tmp_path / "data").mkdir()
    for taken in range(6):
        bases.keep(tmp_path / "data", taken)
    bases.drop_all_but(3)
    assert bases.times() == [0, 3, 4, 5]


def test_a_snapshot_outlives_its_cluster_and_holds_what_was_there_then(opened: Opened) -> None:
    cluster = running(opened.backing, ORDER.key)
    ask(cluster, "CREATE TABLE kept (id INT PRIMARY KEY)")
    ask(cluster, "INSERT INTO kept VALUES (1)")
    opened.backing.snapshot(ORDER.key, SNAPSHOT)
    ask(cluster, "INSERT INTO kept VALUES (2)")
    opened.backing.delete(ORDER.key)
    assert opened.backing.cluster(ORDER.key) is None
    assert not cluster.folder.exists()

    copy = restored(opened, "copy", SNAPSHOT)

    assert ask(copy, "SELECT id FROM kept") == [(1,)]
    for reader in copy.readers:
        assert ask(copy, "SELECT id FROM kept", reader.identifier) == [(1,)]
    ask(copy, "INSERT INTO kept VALUES (3)")
    opened.backing.delete_snapshot(SNAPSHOT)
    with pytest.raises(BackingError, match="no data of the snapshot"):
        opened.backing.restore(order("never"), SNAPSHOT, None)


def test_a_deleted_cluster_leaves_no_process_and_no_name(opened: Opened) -> None:
    cluster = running(opened.backing, ORDER.key)
    opened.backing.delete(ORDER.key)
    assert [member.pid for member in cluster.members.values()] == [None, None, None]
    assert opened.names.look_up(ORDER.writer_name) is None
    with pytest.raises(pymysql.MySQLError) as refused:
        connect(cluster)
    assert refused.value.args[0] == 2003


def tick(cluster: Cluster, times: int) -> None:
    """Writes rows that hold the time at which they were committed, or little before."""
    with connect(cluster) as connection, connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute("INSERT INTO ticks (at) VALUES (NOW(6))")
            time.sleep(0.02)


def utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
