"""Makes a cluster out of an order or of what was kept of it: addresses, certificates, option files, data."""

import secrets
import shutil
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from sandbox.backing import BackingError, ClusterKey, ClusterOrder, Member
from sandbox.data_plane.backups.base import Bases
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.naming import names_of
from sandbox.data_plane.clusters.state import ClusterState, key_folder, load, save
from sandbox.data_plane.machine import Machine
from sandbox.data_plane.servers.formulas import FormulaError
from sandbox.data_plane.servers.options import Place, Transport

DEFAULT_SUBNET = "10.0.0.0/24"


def cluster_folder(machine: Machine, key: ClusterKey) -> Path:
    """Where a cluster's data lies."""
    return machine.folder / "clusters" / key_folder(key)


def new_cluster(machine: Machine, order: ClusterOrder) -> Cluster:
    """A cluster that has all but data. Raises BackingError for a parameter that the server refuses."""
    folder = cluster_folder(machine, order.key)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    state = ClusterState(
        order=replace(order, master_password=""),
        writer=order.members[0].identifier,
        replicator_password=secrets.token_hex(16),
        addresses={},
        created=time.time(),
    )
    return _cluster(machine, folder, state)


def kept_cluster(machine: Machine, folder: Path) -> Cluster:
    """A cluster as it was when its sandbox ended. Raises BackingError."""
    return _cluster(machine, folder, load(folder))


def fill(cluster: Cluster, data: Path) -> None:
    """Gives each member a copy of a data folder, and keeps one as the first backup."""
    bases = Bases(cluster.folder / "bases")
    with ThreadPoolExecutor(4) as together:
        done = [together.submit(member.fill, data) for member in cluster.members.values()]
        done.append(together.submit(bases.keep, data, time.time_ns() // 1000))
        for each in done:
            each.result()
    save(cluster.state, cluster.folder)


def configure(machine: Machine, cluster: Cluster, parameters: Mapping[str, str]) -> None:
    """Writes the members' option files. Raises BackingError with the name of a parameter that the server refuses."""
    try:
        left_out = [member.configure(parameters) for member in cluster.members.values()]
    except FormulaError as error:
        raise BackingError("InvalidParameterValue", str(error), "incompatible-parameters") from error
    if complaint := cluster.writer.refusal():
        raise BackingError(
            "InvalidParameterValue", f"the server refuses a parameter: {complaint}", "incompatible-parameters"
        )
    if left_out[0]:
        names = ", ".join(left_out[0])
        machine.progress(f"{cluster.key.identifier}: {machine.distribution.product} has no counterpart of {names}")


def release(machine: Machine, cluster: Cluster) -> None:
    """Gives the cluster's names and addresses back."""
    machine.names.withdraw(names_of(cluster))
    for member in cluster.members.values():
        machine.addresses.release(member.place.address)


def _cluster(machine: Machine, folder: Path, state: ClusterState) -> Cluster:
    members = {
        member.identifier: _member(machine, folder, state, member, number)
        for number, member in enumerate(state.order.members, start=1)
    }
    state.addresses = {name: str(member.place.address) for name, member in members.items()}
    cluster = Cluster(folder, state, members, machine.outside)
    try:
        configure(machine, cluster, state.order.parameters)
    except BackingError:
        release(machine, cluster)
        raise
    return cluster


def _member(machine: Machine, folder: Path, state: ClusterState, member: Member, number: int) -> MemberServer:
    order, home = state.order, folder / "members" / member.identifier
    before = state.addresses.get(member.identifier)
    address = machine.addresses.claim(
        IPv4Network(member.cidr or DEFAULT_SUBNET),
        order.port,
        f"{order.key.account}/{order.key.region}/{member.identifier}",
        IPv4Address(before) if before else None,
    )
    place = Place(
        address,
        order.port,
        number,
        _transport(machine, home, order, member),
        machine.plugin_folder,
        tuple(machine.plugins),
        machine.variables(order),
    )
    return MemberServer(machine.distribution, home, member.identifier, place)


def certify(machine: Machine, folder: Path, order: ClusterOrder) -> None:
    """Issues new certificates to the members of a cluster, in the place of those that they have.

    `folder` is the cluster's. Raises DataPlaneError if RDS has no authority of the order's identifier.
    """
    for member in order.members:
        _transport(machine, folder / "members" / member.identifier, order, member)


def _transport(machine: Machine, home: Path, order: ClusterOrder, member: Member) -> Transport:
    names = [order.member_names[member.identifier], order.writer_name, order.reader_name]
    issued = machine.authority.issue(home / "tls", names, order.ca_identifier)
    return Transport(issued.certificate, issued.key, machine.authority.bundle)
