"""A data plane of its own for tests, the order of a cluster, and clients of it."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pymysql
from pymysql.connections import Connection

from sandbox.backing import ClusterKey, ClusterOrder, Member
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.opening import Opened, open_data_plane
from sandbox.data_plane.plane import Plane
from sandbox.data_plane.progress import Progress
from sandbox.data_plane.servers.distribution import Distribution

WRITER_NAME = "orders.cluster-cabc123.eu-west-1.rds.amazonaws.com"
MASTER, PASSWORD = "admin", "first-Passw0rd"
LONG_SECONDS = 60.0


@dataclass
class Witness:
    """A control plane that admits everyone, lets in one token, and remembers what it was told."""

    token: str = f"{WRITER_NAME}:3306/?good"
    events: list[tuple[str, str]] = field(default_factory=list)

    def may_login(self, key: ClusterKey, *, user: str, token: str, host: str, port: int) -> bool:  # noqa: ARG002
        return token == self.token

    def admitted(self, key: ClusterKey) -> Sequence[IPv4Network]:  # noqa: ARG002
        return [IPv4Network("0.0.0.0/0")]

    def alias(self, name: str) -> str | None:  # noqa: ARG002
        return None

    def event(self, key: ClusterKey, source: str, event_id: str, message: str) -> None:  # noqa: ARG002
        self.events.append((source, event_id))


def order(identifier: str = "orders", region: str = "eu-west-1", **parameters: str) -> ClusterOrder:
    """A cluster as Terraform makes one."""
    members = [Member(f"{identifier}-instance-{n}", f"{region}{zone}", f"10.20.{n}.0/24") for n, zone in _ZONES]
    domain = f"cabc123.{region}.rds.amazonaws.com"
    return ClusterOrder(
        key=ClusterKey("222222222222", region, identifier),
        resource_id=f"cluster-{identifier.upper()}",
        engine_version="8.4",
        port=3306,
        members=members,
        parameters={"require_secure_transport": "ON", "gtid-mode": "ON", "sync_binlog": "1", **parameters},
        master_user=MASTER,
        master_password=PASSWORD,
        database="orders",
        iam_authentication=True,
        writer_name=f"{identifier}.cluster-{domain}",
        reader_name=f"{identifier}.cluster-ro-{domain}",
        member_names={member.identifier: f"{member.identifier}.{domain}" for member in members},
    )


_ZONES = [(1, "a"), (2, "b"), (3, "c")]


@contextmanager
def data_plane(
    folder: Path,
    witness: Witness | None = None,
    distribution: Distribution | None = None,
    progress: Progress | None = None,
) -> Iterator[Opened]:
    """A data plane that ends with the block, of a server that is found where none is named."""
    opened = open_data_plane(folder, witness or Witness(), progress, distribution)
    try:
        yield opened
    finally:
        opened.close()


def running(plane: Plane, key: ClusterKey) -> Cluster:
    """The cluster itself."""
    cluster = plane.cluster(key)
    assert cluster
    return cluster


def connect(cluster: Cluster, member: str = "", **more: Any) -> "Connection[Any]":
    """A client's session with a member (the writer, if none is named), by TLS if nothing else is asked for."""
    place = cluster.members[member or cluster.writer.identifier].place
    wanted: Mapping[str, Any] = {
        "user": MASTER,
        "password": PASSWORD,
        "database": "orders",
        "autocommit": True,
        "connect_timeout": 5,
        "ssl": {"ca": str(place.transport.authority), "check_hostname": False},
        **more,
    }
    return pymysql.connect(host=str(place.address), port=place.port, **wanted)


def ask(cluster: Cluster, query: str, member: str = "", **more: Any) -> list[tuple[Any, ...]]:
    """The rows of one query of a client."""
    with connect(cluster, member, **more) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def eventually(holds: Callable[[], object], seconds: float = LONG_SECONDS) -> None:
    """Waits until something holds; a busy machine takes its time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.05)


def whole(plane: Plane, key: ClusterKey) -> bool:
    """Whether every member serves, the readers level with the writer."""
    cluster = running(plane, key)
    fit = all(reader.following and reader.caught_up_at is not None for reader in cluster.readers)
    return fit and all(state.serving for state in plane.observe(key).members.values())
