"""What keeps a cluster alive: sees a writer that is dead or hangs, and brings back members that are down."""

import logging
import time
from contextlib import suppress
from threading import Event, Thread

import pymysql

from sandbox.data_plane.backups.periodic import PeriodicBackups
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.repair import bring_back
from sandbox.data_plane.clusters.state import save
from sandbox.data_plane.errors import DataPlaneError

LOOK_EVERY_SECONDS = 0.1
KEEP_EVERY_SECONDS = 1.0
HANGS_AFTER_SECONDS = 1.0
"""Without an answer, and without a tick of processor time: a busy machine is no reason for a failover."""
HANGS_SURELY_AFTER_SECONDS = 8.0
READER_HANGS_AFTER_SECONDS = 60.0
TRY_AGAIN_SECONDS = 1.0

_LOG = logging.getLogger(__name__)


class Monitor:
    """Looks after one cluster until it is closed."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._backups = PeriodicBackups(cluster)
        self._ended = Event()
        self._kept_at = 0.0
        self._ticks: dict[str, tuple[int, float]] = {}
        self._repairs: dict[str, Thread] = {}
        self._tried_at: dict[str, float] = {}
        self._thread = Thread(target=self._run, daemon=True, name=f"monitor-{cluster.key.identifier}")
        self._thread.start()

    def close(self) -> None:
        """Looks no more; what it had begun is ended."""
        self._ended.set()
        self._thread.join()
        self._backups.close()
        for repair in self._repairs.values():
            repair.join()

    def _run(self) -> None:
        while not self._ended.wait(LOOK_EVERY_SECONDS):
            with self._cluster.lock:
                if not self._cluster.open or self._ended.is_set():
                    continue
                try:
                    self._look()
                except (pymysql.MySQLError, DataPlaneError, OSError):
                    # The next look begins from what is there then.
                    _LOG.info("%s: a look at the cluster failed", self._cluster.key.identifier, exc_info=True)
                    self._ended.wait(TRY_AGAIN_SECONDS)

    def _look(self) -> None:
        cluster = self._cluster
        self._note_standings()
        if not cluster.writer.alive or self._hangs(cluster.writer, HANGS_AFTER_SECONDS):
            self._replace_writer()
        elif not cluster.reigning:
            # A promotion, or a restart of the writer, that broke off.
            cluster.reign()
        for reader in cluster.readers:
            self._mend(reader)
        if time.monotonic() - self._kept_at > KEEP_EVERY_SECONDS:
            self._kept_at = time.monotonic()
            self._keep_logs()
            self._backups.look()
            self._end_old_password()

    def _note_standings(self) -> None:
        cluster = self._cluster
        writer_sight = cluster.watches[cluster.writer.identifier].sight
        for reader in cluster.readers:
            sight = cluster.watches[reader.identifier].sight
            if not (writer_sight and sight and reader.serves_as_reader and sight.receiving):
                continue
            if sight.at >= writer_sight.at and sight.received >= writer_sight.executed:
                reader.caught_up_at = writer_sight.at

    def _replace_writer(self) -> None:
        cluster = self._cluster
        if cluster.fail_over():
            return
        if not cluster.writer.held:
            cluster.restart_writer()

    def _mend(self, reader: MemberServer) -> None:
        if reader.alive and self._hangs(reader, READER_HANGS_AFTER_SECONDS):
            reader.kill()
        if not reader.alive and reader.following:
            reader.kill()
        self._give_up(reader)
        if reader.held or reader.serves_as_reader or self._is_being_repaired(reader):
            return
        if time.monotonic() - self._tried_at.get(reader.identifier, 0.0) > TRY_AGAIN_SECONDS:
            self._tried_at[reader.identifier] = time.monotonic()
            repair = Thread(target=self._repair, args=(reader,), daemon=True, name=f"repair-{reader.identifier}")
            self._repairs[reader.identifier] = repair
            repair.start()

    def _give_up(self, reader: MemberServer) -> None:
        """Has a reader rebuilt that cannot apply what it receives: whoever promotes it would wait for that."""
        sight = self._cluster.watches[reader.identifier].sight
        if reader.serves_as_reader and sight and sight.broken:
            _LOG.info("%s: cannot apply what it receives, and will be rebuilt", reader.identifier)
            reader.broken = True
            reader.lose()

    def _repair(self, reader: MemberServer) -> None:
        try:
            bring_back(self._cluster, reader)
        except (pymysql.MySQLError, DataPlaneError, OSError):
            _LOG.info("%s: is not back yet, and will be tried again", reader.identifier, exc_info=True)

    def _is_being_repaired(self, reader: MemberServer) -> bool:
        repair = self._repairs.get(reader.identifier)
        return repair is not None and repair.is_alive()

    def _hangs(self, member: MemberServer, seconds: float) -> bool:
        watch = self._cluster.watches[member.identifier]
        silent = time.monotonic() - watch.answered_at
        ticks, since = self._ticks.get(member.identifier, (-1, 0.0))
        if silent < LOOK_EVERY_SECONDS * 3 or member.cpu_ticks != ticks:
            ticks, since = member.cpu_ticks, time.monotonic()
            self._ticks[member.identifier] = (ticks, since)
        still = time.monotonic() - since
        return member.alive and silent > seconds and (still > seconds / 2 or silent > HANGS_SURELY_AFTER_SECONDS)

    def _keep_logs(self) -> None:
        cluster = self._cluster
        cluster.archive.keep(cluster.writer, cluster.state.terms)
        if cluster.archive.wanted and cluster.watches[cluster.writer.identifier].sight:
            # A commit of this very second may still be on its way into the log.
            cluster.kept_until = int(time.time()) - 1.0

    def _end_old_password(self) -> None:
        state = self._cluster.state
        if state.old_password_until is None or time.time() < state.old_password_until:
            return
        with suppress(pymysql.MySQLError), self._cluster.writer.administration(seconds=5.0) as admin:
            self._cluster.family.accounts.discard_old_password(admin, state.order.master_user)
            state.old_password_until = None
            save(state, self._cluster.folder)
