"""How a member that was away comes back as a reader: compared by GTID, rebuilt where it holds what the writer lacks."""

from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.failover import repoint
from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.replication import executed


def bring_back(cluster: Cluster, member: MemberServer) -> None:
    """Starts a member and lets it follow the writer of now.

    If the writer changes meanwhile, nothing follows: whoever looks after the cluster calls again.
    Raises StartError, and pymysql.MySQLError if the writer does not answer.
    """
    cluster.start(member)
    writer = cluster.writer
    if writer is member:
        return
    if must_be_rebuilt(member, writer):
        member.rebuild_from(writer)
        cluster.start(member)
    with cluster.lock:
        if cluster.open and cluster.writer is writer and not member.held:
            repoint(member, writer, cluster.state.replicator_password)
            cluster.tell()
            cluster.event(member, "RDS-EVENT-0006")


def must_be_rebuilt(member: MemberServer, writer: MemberServer) -> bool:
    """Whether `member` holds what `writer` lacks, or lacks what `writer` can no longer hand out.

    Raises pymysql.MySQLError if one of them does not answer.
    """
    with member.administration() as admin:
        mine = executed(admin)
    with writer.administration() as admin:
        theirs = executed(admin)
        purged = GtidSet.parse(admin.value("SELECT @@GLOBAL.gtid_purged"))
    return not theirs >= mine >= purged
