"""Brings a data folder to a moment: starts a server on it that nobody reaches, and replays binary logs."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from sandbox.data_plane.backups.binlog import Scan, scan, transactions_until
from sandbox.data_plane.clusters.archive import Archive
from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.clusters.state import Term
from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.families import family_of
from sandbox.data_plane.servers.connection import ADMIN, Administration, administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import DATA, SOCKET, write_options
from sandbox.data_plane.servers.starting import started

STOP_SECONDS = 120.0


class ReplayError(DataPlaneError):
    """Binary logs could not be replayed."""


def prepare(
    distribution: Distribution,
    folder: Path,
    plugins: Path,
    loaded: Sequence[str],
    change: Callable[[Administration], None],
) -> None:
    """Runs a server on `folder/data` alone, lets `change` work on it, and ends it in order."""
    family = family_of(distribution)
    write_options(folder, {**family.settings.base(folder), **family.settings.alone(plugins, loaded)})
    process = started(distribution, folder, family.data.administrator)
    try:
        with administration(folder, seconds=600.0, user=family.data.administrator) as admin:
            change(admin)
    finally:
        process.stop(STOP_SECONDS)
    shutil.rmtree(folder / DATA / "#innodb_temp", ignore_errors=True)


class Logs:
    """A cluster's binary logs as they are now, copied so far as they were written whole."""

    def __init__(self, archive: Archive, terms: Sequence[Term], folder: Path) -> None:
        self._terms = terms
        self._scans: dict[str, list[Scan]] = {}
        self.files: list[Path] = []
        for uuid in dict.fromkeys(term.uuid for term in terms):
            self._scans[uuid] = []
            for log in archive.logs(Term(uuid, 0.0)):
                self._take(uuid, log, folder)

    def until(self, moment: int) -> GtidSet:
        """What was committed up to a moment (microseconds since the epoch), in the cluster's own history."""
        wanted = GtidSet()
        for uuid, scans in self._scans.items():
            committed = transactions_until(scans, moment)
            accepted = [term.accepted for term in self._terms if term.uuid == uuid][-1]
            wanted = wanted | (committed if accepted is None else committed & GtidSet.parse(accepted))
        return wanted

    def _take(self, uuid: str, log: Path, folder: Path) -> None:
        read = scan(log)
        self._scans[uuid].append(read)
        if read.transactions:
            copied = folder / f"{len(self.files):06}.binlog"
            with log.open("rb") as source, copied.open("wb") as target:
                target.write(source.read(read.complete))
            self.files.append(copied)


def replay(distribution: Distribution, folder: Path, logs: Logs, wanted: GtidSet) -> None:
    """Runs the transactions of `wanted` on the server of `folder`, but for those that it has. Raises ReplayError."""
    if not (logs.files and len(wanted)):
        return
    source: list[str | Path] = [
        distribution.program("mysqlbinlog"),
        "--no-defaults",
        f"--include-gtids={wanted}",
        *logs.files,
    ]
    with (folder / "replay.log").open("w+") as said:
        reader = subprocess.Popen(source, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said)
        writer = subprocess.Popen(
            _client(distribution), stdin=reader.stdout, stdout=subprocess.DEVNULL, stderr=said, cwd=folder / DATA
        )
        assert reader.stdout is not None
        # Else the reader would not hear of the writer's end.
        reader.stdout.close()
        if any([writer.wait(), reader.wait()]):
            said.seek(0)
            raise ReplayError(
                f"binary logs could not be replayed: {said.read().strip()}", fix="restore to another time"
            )


def _client(distribution: Distribution) -> list[str | Path]:
    # The path of a socket has 108 bytes at most: it is named from its own folder.
    return [
        distribution.program("mysql"),
        "--no-defaults",
        f"--user={ADMIN}",
        f"--socket={SOCKET}",
        "--binary-mode",
        "--max-allowed-packet=1G",
    ]
