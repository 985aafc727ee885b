"""What is seen of a cluster, as the control plane asks for it: from the latest looks, no server is asked."""

from sandbox.backing import MemberState, Observation
from sandbox.data_plane.backups.base import Bases
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.state import moment


def observed(cluster: Cluster) -> Observation:
    """The members' states, and the times between which a restore is exact."""
    bases = Bases(cluster.folder / "bases").times() if cluster.archive.wanted else []
    return Observation(
        cluster.writer.identifier,
        {name: _state(cluster, member) for name, member in cluster.members.items()},
        moment(-(-bases[0] // 1_000_000)) if bases else None,
        moment(cluster.kept_until) if cluster.kept_until else None,
    )


def _state(cluster: Cluster, member: MemberServer) -> MemberState:
    watch = cluster.watches.get(member.identifier)
    sight = watch.sight if watch else None
    is_writer = member is cluster.writer
    return MemberState(
        role="writer" if is_writer else "reader",
        serving=sight is not None and (is_writer or member.following),
        replica_lag_seconds=0.0 if is_writer else sight.lag_seconds if sight else None,
        connections=sight.connections if sight else 0,
        metrics=sight.metrics if sight else {},
    )
