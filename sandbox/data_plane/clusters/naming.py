"""The names of a cluster, with the addresses of its members."""

from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.names import ClusterNames


def names_of(cluster: Cluster) -> ClusterNames:
    """What the name server publishes of a cluster, whoever has which role."""
    order = cluster.state.order
    return ClusterNames(
        order.writer_name,
        order.reader_name,
        {order.member_names[name]: member.place.address for name, member in cluster.members.items()},
    )
