"""Base backups while a cluster lives, so that a restore replays little: of a reader, after so much was written."""

import logging
from threading import Thread

import pymysql

from sandbox.data_plane.backups.base import Bases
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.member import MemberServer

BYTES_A_BACKUP = 64 << 20
KEPT = 3
"""Besides the first one, from which the earliest time can be restored."""

_LOG = logging.getLogger(__name__)


class PeriodicBackups:
    """Looks after the backups of one cluster."""

    def __init__(self, cluster: Cluster, every_bytes: int = BYTES_A_BACKUP) -> None:
        self._cluster = cluster
        self._every_bytes = every_bytes
        self._bases = Bases(cluster.folder / "bases")
        self._size = cluster.archive.size()
        self._thread: Thread | None = None

    def look(self) -> None:
        """Begins a backup if it is time for one; returns at once."""
        size = self._cluster.archive.size()
        if size - self._size < self._every_bytes or (self._thread and self._thread.is_alive()):
            return
        level = [reader for reader in self._cluster.readers if reader.following and reader.caught_up_at is not None]
        if level:
            self._size = size
            self._thread = Thread(target=self._take, args=(level[-1],), daemon=True, name="backup")
            self._thread.start()

    def close(self) -> None:
        """Waits for what was begun."""
        if self._thread:
            self._thread.join()

    def _take(self, reader: MemberServer) -> None:
        try:
            self._bases.take(reader)
            self._bases.drop_all_but(KEPT)
        except (pymysql.MySQLError, OSError):
            # The reader may have gone away meanwhile; the logs are all there.
            _LOG.info("%s: no backup was taken", reader.identifier, exc_info=True)
