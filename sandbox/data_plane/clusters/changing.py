"""What is done to a cluster that runs: parameters, restarts, and the faults of an outage."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pymysql

from sandbox.backing import BackingError, Fault
from sandbox.data_plane.clusters.building import certify, configure
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.repair import bring_back
from sandbox.data_plane.machine import Machine
from sandbox.data_plane.servers.connection import Administration

FOLLOWS_SECONDS = 60.0


def apply_parameters(machine: Machine, cluster: Cluster, parameters: Mapping[str, str]) -> None:
    """Sets dynamic parameters on every member, now and for the next start. Raises BackingError for a refused one."""
    configure(machine, cluster, parameters)
    before = _options(machine, cluster, cluster.state.order.parameters)
    changed = {
        name: value for name, value in _options(machine, cluster, parameters).items() if before.get(name) != value
    }
    for member in cluster.members.values():
        if member.alive:
            with member.administration() as admin:
                _set(admin, changed)
    cluster.state.order = replace(cluster.state.order, parameters=dict(parameters))


def certify_anew(machine: Machine, cluster: Cluster, ca_identifier: str) -> None:
    """Gives every member a certificate of another authority; connections that are open stay.

    Servers that take one need no restart for it:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html (2026-11-26)
    """
    order = replace(cluster.state.order, ca_identifier=ca_identifier)
    certify(machine, cluster.folder, order)
    cluster.state.order = order
    for member in cluster.members.values():
        if member.alive:
            with member.administration() as admin:
                cluster.family.settings.read_certificates(admin)


def restart_all(cluster: Cluster) -> None:
    """Restarts the readers one after the other, each caught up before the next, then the writer in its place."""
    for reader in cluster.readers:
        if not reader.held:
            reader.stop()
            bring_back(cluster, reader)
            _wait_until_level(cluster, reader)
    cluster.writer.kill()
    cluster.start(cluster.writer)
    cluster.reign()
    cluster.event(cluster.writer, "RDS-EVENT-0006")


def inject(cluster: Cluster, fault: Fault, member: str) -> None:
    """Does a fault to a member; it returns when the fault is there, not when it is mended."""
    _FAULTS[fault](cluster, cluster.members[member])


def _kill(_cluster: Cluster, member: MemberServer) -> None:
    member.crash()


def _hang(_cluster: Cluster, member: MemberServer) -> None:
    member.hang()


def _resume(_cluster: Cluster, member: MemberServer) -> None:
    member.resume()


def _stop(_cluster: Cluster, member: MemberServer) -> None:
    # First, or the monitor would start it again.
    member.held = True
    member.crash()


def _start(_cluster: Cluster, member: MemberServer) -> None:
    member.held = False


_FAULTS: dict[str, Callable[[Cluster, MemberServer], None]] = {
    "kill": _kill,
    "hang": _hang,
    "resume": _resume,
    "stop": _stop,
    "start": _start,
}


def _options(machine: Machine, cluster: Cluster, parameters: Mapping[str, str]) -> dict[str, str]:
    settings = cluster.family.settings
    return dict(settings.group(parameters, machine.distribution.version, cluster.state.order.port).options)


def _set(admin: Administration, changed: Mapping[str, str]) -> None:
    for name, value in changed.items():
        variable = name.replace("-", "_")
        if variable.startswith("loose_"):
            continue
        literal = value if value.lstrip("-").isdigit() else admin.quoted(value)
        try:
            admin.execute(f"SET GLOBAL {_NAMES_AT_RUNTIME.get(variable, variable)} = {literal}")
        except pymysql.MySQLError as error:
            raise BackingError("InvalidParameterValue", f"the server refuses {name} = {value}: {error}") from error


_NAMES_AT_RUNTIME = {"default_time_zone": "time_zone"}


def _wait_until_level(cluster: Cluster, reader: MemberServer) -> None:
    with cluster.writer.administration() as admin:
        wanted = cluster.family.replication.executed(admin)
    with reader.administration(FOLLOWS_SECONDS + 5) as admin:
        reader.family.replication.apply_received(admin, wanted, FOLLOWS_SECONDS)
