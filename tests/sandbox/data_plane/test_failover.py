"""Failovers under load: what was acknowledged is there afterwards, and a check that can fail does."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pymysql
import pytest

from sandbox.backing import BackingError, Fault
from sandbox.data_plane.clusters.failover import ANSWER_SECONDS
from sandbox.data_plane.clusters.member import MemberServer, clone
from sandbox.data_plane.clusters.state import load as load_state
from sandbox.data_plane.families.family import Replication
from sandbox.data_plane.opening import Opened
from sandbox.data_plane.servers.connection import Administration
from sandbox.data_plane.servers.debian import unpacked_server
from tests.sandbox.data_plane.ledger import ORDER, Load
from tests.sandbox.data_plane.standing import Witness, ask, data_plane, eventually, running, whole

TIMEOUTS = {"MySQL": "rpl_semi_sync_source_timeout", "MariaDB": "rpl_semi_sync_master_timeout"}
MENDED_BY: dict[str, Fault] = {"hang": "resume", "stop": "start"}


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture(params=["MySQL", pytest.param("MariaDB", marks=pytest.mark.slow)])
def opened(request: pytest.FixtureRequest, tmp_path: Path, witness: Witness) -> Iterator[Opened]:
    distribution = unpacked_server(product="MariaDB") if request.param == "MariaDB" else None
    with data_plane(tmp_path, witness, distribution) as opened:
        opened.backing.create(ORDER)
        eventually(lambda: whole(opened.backing, ORDER.key))
        yield opened


@pytest.fixture
def load(opened: Opened) -> Iterator[Load]:
    load = Load(opened)
    load.wait_for(50)
    yield load
    load.end()


def fail_over(opened: Opened, load: Load, fault: str) -> str:
    """Does a fault to the writer under load; the member that took over, when all is whole again."""
    cluster = running(opened.backing, ORDER.key)
    before = cluster.writer.identifier
    opened.backing.inject(fault, ORDER.key, before)  # type: ignore[arg-type]
    eventually(lambda: cluster.writer.identifier != before)
    load.wait_for(50)
    eventually(lambda: whole(opened.backing, ORDER.key))
    return cluster.writer.identifier


@pytest.mark.parametrize(
    ("times", "promised_seconds"), [(2, None), pytest.param(10, 5.0, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_no_acknowledged_commit_is_lost_when_the_writer_is_killed(
    opened: Opened, load: Load, witness: Witness, times: int, promised_seconds: float | None
) -> None:
    """The long form holds the promise of time too: it runs alone, where nothing else takes the processors."""
    for _ in range(times):
        fail_over(opened, load, "kill")
    ledger = load.end()
    assert ledger.lost(opened) == set()
    assert promised_seconds is None or ledger.longest_pause() <= promised_seconds
    cluster = running(opened.backing, ORDER.key)
    count = "SELECT COUNT(*), SUM(amount) FROM entries"
    eventually(lambda: len({tuple(ask(cluster, count, name)) for name in cluster.members}) == 1)
    events = [number for _, number in witness.events]
    assert events.count("RDS-EVENT-0073") == events.count("RDS-EVENT-0071") == times


def test_a_writer_that_hangs_is_fenced_and_loses_nothing(opened: Opened, load: Load) -> None:
    cluster = running(opened.backing, ORDER.key)
    hanging = cluster.writer
    process = hanging.pid
    fail_over(opened, load, "hang")
    assert hanging.pid != process
    assert load.end().lost(opened) == set()


def test_a_failover_that_is_asked_for_takes_the_member_that_is_named(opened: Opened, load: Load) -> None:
    opened.backing.failover(ORDER.key, "orders-instance-3")
    assert running(opened.backing, ORDER.key).writer.identifier == "orders-instance-3"
    load.wait_for(50)
    eventually(lambda: whole(opened.backing, ORDER.key))
    assert load.end().lost(opened) == set()


def test_a_failover_that_no_reader_is_fit_for_leaves_the_writer_alone(opened: Opened) -> None:
    cluster = running(opened.backing, ORDER.key)
    for reader in cluster.readers:
        opened.backing.inject("stop", ORDER.key, reader.identifier)
    eventually(lambda: not any(reader.following for reader in cluster.readers))
    process = cluster.writer.pid
    with pytest.raises(BackingError, match="no reader of orders is fit"):
        opened.backing.failover(ORDER.key, None)
    assert cluster.writer.pid == process


def test_a_reader_that_answers_late_is_waited_for_where_nobody_can_be_elected_without_it(
    opened: Opened, load: Load
) -> None:
    cluster = running(opened.backing, ORDER.key)
    before, late = cluster.writer, cluster.readers[0]
    opened.backing.inject("hang", ORDER.key, late.identifier)
    again = threading.Timer(ANSWER_SECONDS + 1, late.resume)
    again.start()
    opened.backing.failover(ORDER.key, None)
    assert cluster.writer is not before
    again.join()
    eventually(lambda: whole(opened.backing, ORDER.key))
    assert load.end().lost(opened) == set()


@pytest.mark.parametrize("opened", ["MySQL"], indirect=True)
def test_a_copy_that_breaks_off_is_begun_again(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The donor of a reader that is rebuilt may end in the middle of it: the reader must not be left with half."""
    cluster = running(opened.backing, ORDER.key)
    reader, broken = cluster.readers[0], list[Path]()

    def breaks_off_once(donor: MemberServer, data: Path) -> None:
        if broken:
            return clone(donor, data)
        broken.append(data)
        (data / "#clone").mkdir(parents=True)
        raise pymysql.OperationalError(2013, "Lost connection to MySQL server during query")

    monkeypatch.setattr("sandbox.data_plane.clusters.member.clone", breaks_off_once)
    stray(reader)
    opened.backing.inject("kill", ORDER.key, reader.identifier)
    eventually(lambda: broken and whole(opened.backing, ORDER.key))
    assert ask(cluster, "SHOW DATABASES LIKE 'the\\_%'", reader.identifier) == []


def test_a_reader_that_cannot_apply_what_it_receives_is_rebuilt(opened: Opened, load: Load) -> None:
    cluster = running(opened.backing, ORDER.key)
    reader = cluster.readers[0]
    ask(cluster, "CREATE TABLE clash (id INT PRIMARY KEY, place VARCHAR(9))")
    eventually(lambda: ask(cluster, "SHOW TABLES LIKE 'clash'", reader.identifier))
    with reader.administration() as admin:
        # The first takes MySQL's super_read_only with it.
        for statement in ("SET GLOBAL read_only = OFF", "SET sql_log_bin = OFF"):
            admin.execute(statement)
        admin.execute("INSERT INTO orders.clash VALUES (1, 'here')")
    process = reader.pid
    ask(cluster, "INSERT INTO clash VALUES (1, 'there')")
    eventually(lambda: reader.pid not in {None, process} and whole(opened.backing, ORDER.key))
    opened.backing.failover(ORDER.key, reader.identifier)
    assert cluster.writer is reader
    assert ask(cluster, "SELECT place FROM clash") == [("there",)]
    assert load.end().lost(opened) == set()


def test_readers_that_must_all_be_rebuilt_come_back_under_load(opened: Opened, load: Load) -> None:
    """A copy of the writer waits for commits, which wait for a reader: one of the two must give way."""
    cluster = running(opened.backing, ORDER.key)
    for reader in cluster.readers:
        stray(reader)
        opened.backing.inject("stop", ORDER.key, reader.identifier)
    eventually(lambda: waiting(opened) > 0)
    for reader in cluster.readers:
        opened.backing.inject("start", ORDER.key, reader.identifier)
    load.wait_for(50)
    eventually(lambda: whole(opened.backing, ORDER.key))
    assert load.end().lost(opened) == set()
    for name in cluster.members:
        assert ask(cluster, "SHOW DATABASES LIKE 'the\\_%'", name) == []


def test_a_promotion_that_broke_off_is_finished(opened: Opened, load: Load) -> None:
    cluster = running(opened.backing, ORDER.key)
    with cluster.lock, cluster.writer.administration() as admin:
        cluster.family.replication.close_for_writes(admin)
        cluster.reigning = False
    load.wait_for(50)
    assert load.end().lost(opened) == set()


def test_the_state_names_the_new_writer_before_it_takes_writes(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = running(opened.backing, ORDER.key)
    kept: list[str] = []

    replication = type(cluster.family.replication)
    open_for_writes = replication.open_for_writes

    def look_and_open(own: Replication, admin: Administration) -> None:
        kept.append(load_state(cluster.folder).writer)
        open_for_writes(own, admin)

    monkeypatch.setattr(replication, "open_for_writes", look_and_open)
    opened.backing.failover(ORDER.key, "orders-instance-3")
    assert kept == ["orders-instance-3"]


def test_without_readers_writes_wait_and_none_is_lost(opened: Opened, load: Load) -> None:
    cluster = running(opened.backing, ORDER.key)
    for reader in cluster.readers:
        opened.backing.inject("stop", ORDER.key, reader.identifier)
    settled = len(load.ledger.acknowledged)
    eventually(lambda: waiting(opened) > 0)
    assert len(load.ledger.acknowledged) - settled < 50
    opened.backing.inject("start", ORDER.key, cluster.readers[0].identifier)
    load.wait_for(50)
    assert load.end().lost(opened) == set()


def test_a_reader_that_was_restarted_and_lags_is_not_promoted(opened: Opened, load: Load) -> None:
    cluster = running(opened.backing, ORDER.key)
    writer, readers = cluster.writer.identifier, [reader.identifier for reader in cluster.readers]
    for reader in readers:
        opened.backing.inject("stop", ORDER.key, reader)
    opened.backing.inject("kill", ORDER.key, writer)
    for reader in readers:
        opened.backing.inject("start", ORDER.key, reader)
    load.wait_for(50)
    assert cluster.writer.identifier == writer
    assert load.end().lost(opened) == set()


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_no_order_of_outages_loses_a_commit(opened: Opened, load: Load, seed: int) -> None:
    """Outages meet members whatever role they have, also two at a time, and before the last one is mended."""
    chance = random.Random(seed)
    cluster = running(opened.backing, ORDER.key)
    for _ in range(4 if seed == 1 else 12):
        members = chance.sample(sorted(cluster.members), chance.choice([1, 1, 2, 3]))
        faults = [chance.choice(["kill", "kill", "hang", "stop"]) for _ in members]
        for member, fault in zip(members, faults, strict=True):
            opened.backing.inject(fault, ORDER.key, member)  # type: ignore[arg-type]
        time.sleep(chance.random() * 3)
        for member, fault in zip(members, faults, strict=True):
            if fault in MENDED_BY:
                opened.backing.inject(MENDED_BY[fault], ORDER.key, member)
        load.wait_for(20)
    eventually(lambda: whole(opened.backing, ORDER.key))
    ledger = load.end()
    assert ledger.lost(opened) == set()
    count = "SELECT COUNT(*), SUM(amount) FROM entries"
    eventually(lambda: len({tuple(ask(cluster, count, name)) for name in cluster.members}) == 1)


@pytest.mark.parametrize("reader", ["orders-instance-2", "orders-instance-3"])
def test_a_reader_that_dies_comes_back_by_itself(opened: Opened, reader: str) -> None:
    member = running(opened.backing, ORDER.key).members[reader]
    process = member.pid
    opened.backing.inject("kill", ORDER.key, reader)
    eventually(lambda: member.pid not in {None, process} and whole(opened.backing, ORDER.key))


@pytest.mark.parametrize("timeout_ms", [None, 1000])
def test_commits_are_lost_where_the_writer_does_not_wait_for_a_reader(
    opened: Opened, load: Load, timeout_ms: int | None
) -> None:
    """The seeded fault: only with it, acknowledged commits are missing; without it, the same outage loses none."""
    cluster = running(opened.backing, ORDER.key)
    writer, readers = cluster.writer, list(cluster.readers)
    if timeout_ms:
        with writer.administration() as admin:
            admin.execute(f"SET GLOBAL {TIMEOUTS[opened.distribution.product]} = {timeout_ms}")
    for reader in readers:
        opened.backing.inject("hang", ORDER.key, reader.identifier)
    if timeout_ms:
        load.wait_for(500)
    else:
        eventually(lambda: waiting(opened) > 0)
    opened.backing.inject("stop", ORDER.key, writer.identifier)
    for reader in readers:
        opened.backing.inject("resume", ORDER.key, reader.identifier)
    eventually(lambda: cluster.writer is not writer)
    load.wait_for(50)
    lost = load.end().lost(opened)
    assert bool(lost) == bool(timeout_ms)


def waiting(opened: Opened) -> int:
    """How many sessions wait for a reader's acknowledgement."""
    with running(opened.backing, ORDER.key).writer.administration() as admin:
        return int(admin.rows("SHOW GLOBAL STATUS LIKE 'Rpl\\_semi\\_sync\\_%\\_wait\\_sessions'")[0]["Value"])


def stray(reader: MemberServer) -> None:
    """Gives a reader a transaction that the writer has not: it must be rebuilt."""
    with reader.administration() as admin:
        reader.family.replication.open_for_accounts(admin)
        admin.execute("CREATE DATABASE the_writer_has_it_not")
