"""A consistent copy of what a cluster's writer holds, while the cluster serves."""

import shutil
from pathlib import Path

from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.clusters.member import MemberServer, clone
from sandbox.data_plane.clusters.repair import bring_back
from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.servers.options import DATA
from sandbox.data_plane.servers.template import copy_data

LEVEL_SECONDS = 60.0


def copy_of(cluster: Cluster, data: Path) -> None:
    """Writes the copy to a new folder. Raises pymysql.MySQLError, and DataPlaneError if no reader is level.

    By a clone; else a reader that is level ends in order, is copied, and comes back, while the other one acknowledges.
    """
    if cluster.family.data.clones:
        clone(cluster.writer, data)
        return
    shutil.rmtree(data, ignore_errors=True)
    with cluster.lock:
        reader = _level_reader(cluster)
        reader.stop()
        try:
            copy_data(reader.folder / DATA, data.parent)
            cluster.family.data.forget_logs(data)
        finally:
            bring_back(cluster, reader)


def _level_reader(cluster: Cluster) -> MemberServer:
    with cluster.writer.administration() as admin:
        wanted = cluster.family.replication.executed(admin)
    fit = [reader for reader in cluster.readers if reader.alive and reader.following]
    # One that is alone is needed by every commit.
    if len(fit) == len(cluster.readers) and _has(fit[-1], wanted):
        return fit[-1]
    raise DataPlaneError("no reader can be spared to be copied", fix="try again when every reader follows the writer")


def _has(reader: MemberServer, wanted: GtidSet) -> bool:
    with reader.administration(LEVEL_SECONDS + 5) as admin:
        return reader.family.replication.apply_received(admin, wanted, LEVEL_SECONDS)
