"""Data for a new cluster: of a snapshot, or of another cluster as it was at a moment."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sandbox.backing import BackingError
from sandbox.data_plane.backups.base import Bases
from sandbox.data_plane.backups.replay import Logs, prepare, replay
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.families import family_of
from sandbox.data_plane.machine import Machine
from sandbox.data_plane.servers.connection import Administration
from sandbox.data_plane.servers.options import DATA
from sandbox.data_plane.servers.template import copy_data


def snapshot_data(machine: Machine, snapshot: str) -> Path:
    """Where the data of a snapshot lies, or will."""
    return machine.folder / "snapshots" / sha256(snapshot.encode()).hexdigest()[:24] / DATA


@contextmanager
def restored_data(machine: Machine, source: Cluster | str, at: datetime | None) -> Iterator[Path]:
    """A data folder for members to copy, gone afterwards. Raises BackingError and DataPlaneError."""
    machine.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=machine.folder, prefix="restoring-") as temporary:
        folder = Path(temporary)
        if isinstance(source, Cluster):
            _to_moment(machine, source, at, folder)
        else:
            _from_snapshot(machine, source, folder)
        yield folder / DATA


def _from_snapshot(machine: Machine, snapshot: str, folder: Path) -> None:
    data = snapshot_data(machine, snapshot)
    if not data.exists():
        raise BackingError("DBClusterSnapshotNotFoundFault", f"there is no data of the snapshot {snapshot}")
    copy_data(data, folder)
    # Its first start is what a clone needs to be whole.
    begin = family_of(machine.distribution).data.begin_anew
    prepare(machine.distribution, folder, machine.plugin_folder, machine.plugins, begin)


def _to_moment(machine: Machine, source: Cluster, at: datetime | None, folder: Path) -> None:
    moment = int(at.timestamp() * 1_000_000) if at else time.time_ns() // 1000
    base = Bases(source.folder / "bases").before(moment)
    if base is None or (at and source.kept_until and at.timestamp() > source.kept_until):
        raise BackingError("InvalidRestoreFault", f"{source.key.identifier} cannot be restored to {at}")
    copy_data(base, folder)
    with source.lock:
        source.archive.keep(source.writer, source.state.terms)
    logs = Logs(source.archive, source.state.terms, folder)
    wanted = logs.until(moment)

    def bring(_: Administration) -> None:
        replay(machine.distribution, folder, logs, wanted)

    prepare(machine.distribution, folder, machine.plugin_folder, machine.plugins, bring)
