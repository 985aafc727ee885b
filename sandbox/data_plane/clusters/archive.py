"""Binary logs kept beyond the servers that wrote them: hard links, so that each holds all that is written to it."""

import os
from collections.abc import Sequence
from pathlib import Path

from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.state import Term
from sandbox.data_plane.servers.options import DATA


class Archive:
    """A folder with one folder a server that was the writer, named by its UUID.

    `wanted`: whether anything is kept. Logs that nobody can restore from would fill the disk.
    """

    def __init__(self, folder: Path, *, wanted: bool = True) -> None:
        self.folder = folder
        self.wanted = wanted

    def keep(self, writer: MemberServer, terms: Sequence[Term]) -> None:
        """Keeps every binary log that the writer has now, also what it will still write to the last one."""
        if not (terms and self.wanted):
            return
        kept = self.folder / terms[-1].uuid
        kept.mkdir(parents=True, exist_ok=True)
        for log in sorted((writer.folder / DATA).glob("binlog.[0-9]*")):
            link = kept / log.name
            if not link.exists():
                os.link(log, link)

    def size(self) -> int:
        """Bytes of all that is kept."""
        return sum(log.stat().st_size for log in self.folder.glob("*/binlog.[0-9]*"))

    def logs(self, term: Term) -> list[Path]:
        """A term's binary logs, in the order in which they were written."""
        return sorted((self.folder / term.uuid).glob("binlog.[0-9]*"))
