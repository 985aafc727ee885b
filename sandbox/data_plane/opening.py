"""Puts the data plane of a sandbox together."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sandbox.backing import ClusterKey, ClusterOrder, Judge
from sandbox.data_plane.addresses import Addresses
from sandbox.data_plane.admission import Door, Doorkeeper, check_permitted, keep_private
from sandbox.data_plane.certificates import Authority
from sandbox.data_plane.clusters.cluster import Cluster, Outside
from sandbox.data_plane.clusters.logs import note_failed_login
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.naming import names_of
from sandbox.data_plane.events import Events
from sandbox.data_plane.families import family_of
from sandbox.data_plane.login import Attempt, Verifier, built
from sandbox.data_plane.login.building import LIBRARY
from sandbox.data_plane.machine import Machine
from sandbox.data_plane.name_server import NameServer
from sandbox.data_plane.names import Names
from sandbox.data_plane.plane import Plane
from sandbox.data_plane.progress import Progress
from sandbox.data_plane.servers.acquisition import acquire
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.template import template


@dataclass(frozen=True, slots=True)
class Opened:
    """A data plane that runs; it is a `sandbox.backing.DataPlane`."""

    backing: Plane
    dns: tuple[str, int] | None
    ca_bundle: Path | None
    distribution: Distribution
    names: Names
    parts: ExitStack

    def close(self) -> None:
        """Ends every process; data stays in the folder."""
        self.parts.close()


def open_data_plane(
    folder: Path, judge: Judge, progress: Progress | None = None, distribution: Distribution | None = None
) -> Opened:
    """Finds a server (or takes `distribution`), and starts what the folder held when its sandbox ended.

    Raises DataPlaneError if the machine lacks something (NotPermittedError: the right to filter sockets), and
    BackingError if a cluster does not come up.
    """
    progress = progress or _to_standard_error
    check_permitted()
    distribution = distribution or acquire(progress)
    _tell(distribution, progress)
    plugin = built(distribution)
    with ExitStack() as parts:
        addresses = Addresses()
        parts.callback(addresses.close)
        names = Names()
        name_server = NameServer(names, *addresses.claim_for_names(), alias=judge.alias)
        parts.callback(name_server.close)
        events = Events(judge)
        parts.callback(events.close)
        logins = _Logins(judge, folder / "logins", parts)
        doorkeeper = Doorkeeper(judge.admitted)
        parts.callback(doorkeeper.close)
        authority = Authority(folder)
        plane = Plane(
            Machine(
                folder=folder / "data",
                distribution=distribution,
                template=lambda: template(distribution, progress),
                addresses=addresses,
                names=names,
                authority=authority,
                plugin_folder=plugin.folder,
                plugins=(LIBRARY,),
                variables=logins.variables,
                outside=Outside(_Publishing(names), events.tell, _Guarding(doorkeeper)),
                progress=progress,
            )
        )
        logins.plane = plane
        parts.callback(plane.close)
        plane.resume()
        return Opened(
            backing=plane,
            dns=(name_server.address, name_server.port),
            ca_bundle=authority.bundle,
            distribution=distribution,
            names=names,
            parts=parts.pop_all(),
        )


def _tell(distribution: Distribution, progress: Progress) -> None:
    """Says what serves, where that is less than a Multi-AZ DB cluster on RDS does."""
    lacks = family_of(distribution).lacks
    if lacks:
        progress(f"{distribution.label} serves a reduced set:")
    for feature, reason in lacks.items():
        progress(f"  {feature}: {reason}")


class _Logins:
    """One verifier a cluster, which knows for whose servers it is asked."""

    def __init__(self, judge: Judge, folder: Path, parts: ExitStack) -> None:
        self.plane: Plane | None = None
        self._judge = judge
        self._folder = folder
        self._parts = parts
        self._verifiers: dict[ClusterKey, Verifier] = {}

    def variables(self, order: ClusterOrder) -> Mapping[str, str]:
        """What a server's environment needs, so that its plugin finds the cluster's verifier."""
        key = order.key
        if key not in self._verifiers:
            home = self._folder / str(len(self._verifiers))
            self._verifiers[key] = Verifier(lambda attempt: self._decide(key, attempt), home)
            self._parts.callback(self._verifiers[key].close)
        return self._verifiers[key].variables

    def _decide(self, key: ClusterKey, attempt: Attempt) -> bool:
        cluster = self.plane.cluster(key) if self.plane else None
        if not cluster:
            return False
        admitted = self._admits(cluster, attempt)
        if not admitted:
            note_failed_login(cluster, attempt)
        return admitted

    def _admits(self, cluster: Cluster, attempt: Attempt) -> bool:
        order = cluster.state.order
        if not order.iam_authentication:
            return False
        # A token is signed for one of the names by which clients reach the cluster, and says which.
        host = attempt.token.partition(":")[0].lower()
        return host in {order.writer_name, order.reader_name, *order.member_names.values()} and self._judge.may_login(
            order.key, user=attempt.user, token=attempt.token, host=host, port=order.port
        )


class _Publishing:
    """Says what a cluster's names mean, each time that its roles change."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __call__(self, cluster: Cluster) -> None:
        dns = cluster.state.order.member_names
        self._names.publish(
            names_of(cluster),
            writer=dns[cluster.writer.identifier],
            readers=[dns[reader.identifier] for reader in cluster.readers if reader.following],
        )


class _Guarding:
    """Puts a doorkeeper before each server that has come up."""

    def __init__(self, doorkeeper: Doorkeeper) -> None:
        self._doorkeeper = doorkeeper

    def __call__(self, cluster: Cluster, member: MemberServer) -> None:
        place, pid = member.place, member.pid
        if pid is None:
            return
        self._doorkeeper.guard(Door(cluster.key, pid, place.address, place.port))
        if member.family.settings.lets_anybody_in:
            keep_private(Door(cluster.key, pid, place.address, place.admin_port))


def _to_standard_error(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
