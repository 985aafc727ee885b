"""How a member that was away comes back as a reader: compared by GTID, rebuilt where it holds what the writer lacks."""

from sandbox.data_plane.backups.base import Bases
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.failover import repoint
from sandbox.data_plane.clusters.member import MemberServer


def bring_back(cluster: Cluster, member: MemberServer) -> None:
    """Starts a member and lets it follow the writer of now.

    If the writer changes meanwhile, nothing follows: whoever looks after the cluster calls again.
    Raises StartError, and pymysql.MySQLError if the writer does not answer.
    """
    cluster.start(member)
    writer = cluster.writer
    if writer is member:
        return
    if member.broken or must_be_rebuilt(member, writer):
        _rebuild(cluster, member, writer)
    with cluster.lock:
        if cluster.open and cluster.writer is writer and not member.held:
            repoint(member, writer, cluster.state.replicator_password)
            cluster.tell()
            cluster.event(member, "RDS-EVENT-0006")


def _rebuild(cluster: Cluster, member: MemberServer, writer: MemberServer) -> None:
    """Replaces what a member has by the writer's data; the writer serves meanwhile if a reader follows it."""
    with cluster.lock:
        alone = not any(reader.following for reader in cluster.readers)
        if cluster.family.data.clones and cluster.writer is writer and alone:
            # A copy waits for the commits that have begun, and these for a reader: they end with the server.
            cluster.rest()
            _copy(cluster, member, writer)
            cluster.reign([member])
            return
    _copy(cluster, member, writer)


def _copy(cluster: Cluster, member: MemberServer, writer: MemberServer) -> None:
    member.rebuild_from(writer, Bases(cluster.folder / "bases").first())
    cluster.start(member)


def must_be_rebuilt(member: MemberServer, writer: MemberServer) -> bool:
    """Whether `member` holds what `writer` lacks, or lacks what `writer` can no longer hand out.

    Raises pymysql.MySQLError if one of them does not answer.
    """
    with member.administration() as admin:
        mine = member.family.replication.executed(admin)
    with writer.administration() as admin:
        theirs = writer.family.replication.executed(admin)
        purged = writer.family.replication.purged(admin)
    return not theirs >= mine >= purged
