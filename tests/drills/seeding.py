"""Faults that no cluster of RDS may have, put into one on a sandbox behind the back of a drill that must find them."""

import os
import time
from pathlib import Path

import pymysql

from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.servers.connection import Row, administration
from tests.drills.live import ACCOUNT, NAME, REGION, Live

ENOUGH = 50
"""Commits that are acknowledged while a fault is there."""
SECONDS = 120.0
UNSYNCED = (
    "SET GLOBAL sync_binlog = 0",
    "SET GLOBAL innodb_log_writer_threads = OFF",
    "SET GLOBAL innodb_flush_log_at_trx_commit = 0",
    "SET GLOBAL innodb_flush_log_at_timeout = 2700",
    # A page that is written takes the log before it along.
    "SET GLOBAL innodb_adaptive_flushing = OFF",
    "SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0",
    "SET GLOBAL innodb_idle_flush_pct = 0",
)


def member_folder(live: Live, member: str) -> Path:
    """Where the sandbox keeps a member."""
    return live.folder / "data" / "clusters" / f"{ACCOUNT}-{REGION}-{NAME}" / "members" / member


def replicate_asynchronously(live: Live) -> None:
    """The writer acknowledges what no reader has: it waits for none, and the readers' lines to it have stalled."""
    writer = live.site_writer()
    _run(live, writer, "SET GLOBAL rpl_semi_sync_source_enabled = OFF")
    for reader in live.members() - {writer}:
        _run(live, reader, "STOP REPLICA IO_THREAD")
    _wait_for_commits(live, writer)


def fall_back_soon(live: Live) -> None:
    """The writer waits a hundredth of a second for a reader, and then acknowledges without one."""
    _run(live, live.site_writer(), "SET GLOBAL rpl_semi_sync_source_timeout = 10")


def cut_the_power(live: Live, *, synced: bool) -> None:
    """All servers lose their power at once, having synced each commit or none of late, and get it back.

    A server's own memory is gone with `kill -9`, and with it all of InnoDB's log that was not written yet. What was
    written and not synced is in the page cache, of which a loss of power may leave anything between all and nothing,
    file by file; here it leaves all of InnoDB's files, and nothing of the binary log since it was last synced. With
    `sync_binlog = 0` that was when the log was begun: it is appended to, and synced when it is begun and closed alone.
    It is begun seconds before the loss, as the kernel writes back by itself what is older than half a minute.
    Where each commit is synced, nothing is cut: what was acknowledged is on the disk.
    Sources: https://dev.mysql.com/doc/refman/8.4/en/replication-options-binary-log.html#sysvar_sync_binlog,
    https://docs.kernel.org/admin-guide/sysctl/vm.html#dirty-expire-centisecs (checked 2026-11-26).
    """
    writer = live.site_writer()
    order = [*sorted(live.members() - {writer}), writer]
    kept = {} if synced else {member: _stop_syncing(live, member) for member in order}
    _wait_for_commits(live, writer, unwritten=not synced)
    # The readers first: no reader is there that could become the writer.
    for member in order:
        live.fault("stop", member)
    for log, size in kept.values():
        os.truncate(log, size)
    for member in reversed(order):
        live.fault("start", member)
    _wait_until_whole(live)


def _stop_syncing(live: Live, member: str) -> tuple[Path, int]:
    """Lets a server sync nothing any more; its binary log, and how much of that is synced."""
    _run(live, member, *UNSYNCED, "FLUSH BINARY LOGS")
    folder = member_folder(live, member)
    with administration(folder) as admin:
        (name, *_) = admin.rows("SHOW BINARY LOG STATUS")[0].values()
        begun = admin.rows(f"SHOW BINLOG EVENTS IN '{name}' LIMIT 2")
    assert [each["Event_type"] for each in begun] == ["Format_desc", "Previous_gtids"]
    return folder / "data" / name, begun[-1]["End_log_pos"]


def _run(live: Live, member: str, *statements: str) -> None:
    with administration(member_folder(live, member)) as admin:
        for statement in statements:
            admin.execute(statement)


def _wait_for_commits(live: Live, member: str, *, unwritten: bool = False) -> None:
    """Waits until a server has executed so many transactions more; `unwritten`: since it last wrote InnoDB's log."""
    limit, (before, written) = time.monotonic() + SECONDS, _progress(live, member)
    while True:
        executed, now = _progress(live, member)
        if unwritten and now != written:
            before, written = executed, now
        if executed >= before + ENOUGH:
            return
        assert time.monotonic() < limit, f"{member} commits nothing, or writes all of it"
        time.sleep(0.05)


def _wait_until_whole(live: Live) -> None:
    """Waits until the writer takes writes and both readers follow it, as the servers themselves say."""
    limit = time.monotonic() + SECONDS
    while not _is_whole(live):
        assert time.monotonic() < limit, "the cluster does not come back"
        time.sleep(0.1)


def _is_whole(live: Live) -> bool:
    writer = live.site_writer()
    try:
        with administration(member_folder(live, writer), seconds=5.0) as admin:
            closed = int(admin.value("SELECT @@GLOBAL.super_read_only"))
        followers = [_status(live, reader) for reader in live.members() - {writer}]
    except (pymysql.MySQLError, OSError):
        return False
    running = [each.get(f"Replica_{kind}_Running") for each in followers for kind in ("IO", "SQL")]
    return not closed and running == ["Yes"] * 4


def _status(live: Live, reader: str) -> Row:
    with administration(member_folder(live, reader), seconds=5.0) as admin:
        return next(iter(admin.rows("SHOW REPLICA STATUS")), {})


def _progress(live: Live, member: str) -> tuple[int, int]:
    """How many transactions a server has executed, and how many bytes of InnoDB's log it has written."""
    with administration(member_folder(live, member)) as admin:
        executed = GtidSet.parse(admin.value("SELECT @@GLOBAL.gtid_executed"))
        (written,) = admin.rows("SHOW GLOBAL STATUS LIKE 'Innodb_os_log_written'")
    return len(executed), int(written["Value"])
