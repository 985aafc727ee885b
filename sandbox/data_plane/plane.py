"""The clusters of one sandbox, as the control plane asks for them."""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock

import pymysql

from sandbox.backing import BackingError, ClusterKey, ClusterOrder, Fault, Feature, LogPart, Observation
from sandbox.data_plane.backups.restoring import restored_data, snapshot_data
from sandbox.data_plane.clusters.building import (
    configure,
    fill,
    kept_cluster,
    new_cluster,
    release,
)
from sandbox.data_plane.clusters.changing import apply_parameters, certify_anew, inject, restart_all
from sandbox.data_plane.clusters.cluster import Cluster
from sandbox.data_plane.clusters.copying import copy_of
from sandbox.data_plane.clusters.logs import part
from sandbox.data_plane.clusters.monitor import LOOK_EVERY_SECONDS, Monitor
from sandbox.data_plane.clusters.observing import observed
from sandbox.data_plane.clusters.state import STATE_FILE, save
from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.families import family_of
from sandbox.data_plane.machine import Machine

FIT_SECONDS = 10.0
OLD_PASSWORD_SECONDS = 60.0
"""How long the master user's password before a change opens a session too."""


class Plane:
    """Clusters by their key. It is a `sandbox.backing.Backing`."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._clusters: dict[ClusterKey, Cluster] = {}
        self._monitors: dict[ClusterKey, Monitor] = {}
        self._lock = Lock()

    def resume(self) -> None:
        """Starts the clusters that this folder held when its sandbox ended. Raises BackingError."""
        for state in sorted((self._machine.folder / "clusters").glob(f"*/{STATE_FILE}")):
            with _reported():
                cluster = kept_cluster(self._machine, state.parent)
                cluster.begin()
                if not cluster.writer.held:
                    cluster.reign()
                self._look_after(cluster)

    def create(self, order: ClusterOrder) -> None:
        """Makes a cluster that serves."""
        with _reported():
            self._make(order, self._machine.template())

    def restore(self, order: ClusterOrder, source: ClusterKey | str, at: datetime | None) -> None:
        """Makes a cluster from another one's backups, or from a snapshot."""
        if not isinstance(source, str) and (reason := self.lacks().get("point-in-time restore")):
            raise BackingError("InvalidParameterCombination", reason, "failed")
        with _reported(), restored_data(self._machine, self._source(source), at) as data:
            self._make(order, data)

    def modify(
        self,
        key: ClusterKey,
        *,
        parameters: Mapping[str, str] | None = None,
        master_password: str | None = None,
        iam_authentication: bool | None = None,
        ca_identifier: str | None = None,
    ) -> None:
        """Changes what is not None, on every member, while they serve."""
        cluster = self._of(key)
        with _reported(), cluster.lock:
            state = cluster.state
            if parameters is not None:
                apply_parameters(self._machine, cluster, parameters)
            if master_password is not None:
                with cluster.writer.administration() as admin:
                    accounts = cluster.family.accounts
                    accounts.change_password(admin, state.order.master_user, master_password)
                state.old_password_until = time.time() + OLD_PASSWORD_SECONDS
            if iam_authentication is not None:
                state.order = replace(state.order, iam_authentication=iam_authentication)
            if ca_identifier is not None:
                certify_anew(self._machine, cluster, ca_identifier)
            save(state, cluster.folder)

    def reboot(self, key: ClusterKey, parameters: Mapping[str, str]) -> None:
        """Restarts the readers one after the other, then the writer, which stays the writer."""
        cluster = self._of(key)
        with _reported(), cluster.lock:
            configure(self._machine, cluster, parameters)
            cluster.state.order = replace(cluster.state.order, parameters=dict(parameters))
            restart_all(cluster)

    def failover(self, key: ClusterKey, target: str | None) -> None:
        """Makes a reader the writer."""
        cluster = self._of(key)
        if target is not None and target not in [reader.identifier for reader in cluster.readers]:
            raise BackingError("InvalidDBClusterStateFault", f"{target} is no reader of {key.identifier}")
        unfit = BackingError("InvalidDBClusterStateFault", f"no reader of {key.identifier} is fit to be the writer")
        _wait_until_fit(cluster)
        # What breaks off, the monitor brings to its end: the failover has failed then, and not the cluster.
        with _reported(status="available"), cluster.lock:
            if not cluster.may_hand_over:
                raise unfit
            if not cluster.hand_over(target):
                cluster.restart_writer()
                raise unfit

    def delete(self, key: ClusterKey) -> None:
        """Ends the cluster and deletes its data and backups; snapshots stay."""
        cluster = self._clusters.pop(key, None)
        if cluster is None:
            return
        self._end(cluster, in_order=False)
        shutil.rmtree(cluster.folder, ignore_errors=True)

    def snapshot(self, key: ClusterKey, snapshot: str) -> None:
        """Copies what the writer holds now."""
        cluster = self._of(key)
        with _reported():
            copy_of(cluster, snapshot_data(self._machine, snapshot))

    def delete_snapshot(self, snapshot: str) -> None:
        """Deletes a snapshot; one that is not there is let be."""
        shutil.rmtree(snapshot_data(self._machine, snapshot).parent, ignore_errors=True)

    def observe(self, key: ClusterKey) -> Observation:
        """Says what was seen last."""
        return observed(self._of(key))

    def inject(self, fault: Fault, key: ClusterKey, member: str) -> None:
        """Does to a member what an outage would do."""
        cluster = self._of(key)
        if member not in cluster.members:
            raise BackingError("DBInstanceNotFound", f"{member} is no member of {key.identifier}")
        with _reported():
            inject(cluster, fault, member)

    def engine(self) -> str | None:
        """The server that really runs."""
        return self._machine.distribution.label

    def lacks(self) -> Mapping[Feature, str]:
        """What it cannot do."""
        return family_of(self._machine.distribution).lacks

    def log(self, key: ClusterKey, member: str, name: str, offset: int = 0) -> LogPart:
        """What a member's log holds from a byte on."""
        return part(self._of(key).members[member].log(name), offset)

    def cluster(self, key: ClusterKey) -> Cluster | None:
        """The cluster itself, for what else stands beside it in the sandbox."""
        return self._clusters.get(key)

    def close(self) -> None:
        """Ends every server; data stays."""
        for key in list(self._clusters):
            self._end(self._clusters.pop(key), in_order=True)

    def _make(self, order: ClusterOrder, data: Path) -> None:
        if order.key in self._clusters:
            raise BackingError("DBClusterAlreadyExistsFault", f"{order.key.identifier} is there already")
        cluster = new_cluster(self._machine, order)
        try:
            fill(cluster, data)
            cluster.begin()
            self._make_accounts(cluster, order)
            cluster.reign()
        except BaseException:
            cluster.end(in_order=False)
            release(self._machine, cluster)
            shutil.rmtree(cluster.folder, ignore_errors=True)
            raise
        self._look_after(cluster)

    def _make_accounts(self, cluster: Cluster, order: ClusterOrder) -> None:
        family = cluster.family
        with cluster.writer.administration() as admin:
            # A backup of a reader remembers whom that one followed.
            family.replication.stop_following(admin)
            # Nobody follows yet who could acknowledge.
            family.replication.open_for_accounts(admin)
            family.accounts.make_replicator(admin, cluster.state.replicator_password)
            family.accounts.make_master(admin, order.master_user, order.master_password, order.database)

    def _look_after(self, cluster: Cluster) -> None:
        with self._lock:
            self._clusters[cluster.key] = cluster
            self._monitors[cluster.key] = Monitor(cluster)

    def _end(self, cluster: Cluster, *, in_order: bool) -> None:
        with cluster.lock:
            cluster.open = False
        self._monitors.pop(cluster.key).close()
        cluster.end(in_order=in_order)
        release(self._machine, cluster)

    def _of(self, key: ClusterKey) -> Cluster:
        cluster = self._clusters.get(key)
        if cluster is None:
            raise BackingError("DBClusterNotFoundFault", f"no servers stand behind {key.identifier}")
        return cluster

    def _source(self, source: ClusterKey | str) -> Cluster | str:
        return source if isinstance(source, str) else self._of(source)


def _wait_until_fit(cluster: Cluster) -> None:
    """Gives readers that have just come back the time to be seen level with the writer."""
    limit = time.monotonic() + FIT_SECONDS
    while any(reader.serves_as_reader for reader in cluster.readers) and time.monotonic() < limit:
        with cluster.lock:
            if cluster.may_hand_over:
                return
        time.sleep(LOOK_EVERY_SECONDS)


@contextmanager
def _reported(status: str = "failed") -> Iterator[None]:
    try:
        yield
    except DataPlaneError as error:
        raise BackingError("InternalFailure", f"{error}; {error.fix}", status) from error
    except (pymysql.MySQLError, OSError) as error:
        raise BackingError("InternalFailure", str(error), status) from error
