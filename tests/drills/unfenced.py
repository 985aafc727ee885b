"""`python -m tests.drills.unfenced serve`: a sandbox that does not fence the writer that it replaces.

The old writer is neither closed for writes nor ended when a reader becomes the writer: whoever has a connection to it
goes on there, until it is made a reader itself.
"""

from sandbox.__main__ import main
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.member import MemberServer


def hand_over(cluster: Cluster, preferred: str | None) -> bool:
    """A failover that leaves the old writer as it is."""
    ends, MemberServer.kill = MemberServer.kill, MemberServer.lose  # type: ignore[method-assign]
    try:
        return cluster._replace_writer(preferred, lambda _number, _name: None)
    finally:
        MemberServer.kill = ends  # type: ignore[method-assign]


if __name__ == "__main__":
    Cluster.hand_over = hand_over  # type: ignore[method-assign,assignment]
    main()
