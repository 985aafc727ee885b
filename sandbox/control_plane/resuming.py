"""Clusters that were kept on disk, with something behind them again."""

import sys

from moto.rds.models import rds_backends

from sandbox.backing import BackingError, NothingBehind
from sandbox.control_plane.context import CONTEXT, LOCK
from sandbox.control_plane.rds import deleting
from sandbox.control_plane.rds.cluster import MultiAzCluster
from sandbox.control_plane.rds.operations import begin


def resume() -> None:
    """Finishes what was under way when the sandbox ended, and looks what became of the others."""
    with LOCK:
        clusters = [each for each in _clusters() if isinstance(each, MultiAzCluster)]
    for cluster in clusters:
        _resume(cluster)


def _clusters() -> list[object]:
    return [each for _, _, rds in rds_backends.iter_backends() for each in rds.clusters.values()]


def _resume(cluster: MultiAzCluster) -> None:
    if isinstance(CONTEXT.backing, NothingBehind):
        CONTEXT.backing.create(cluster.order())
    with LOCK:
        if cluster.status == "deleting":
            deleting.go(cluster.backend, cluster, None)
        elif cluster.status == "creating":
            _create_again(cluster)
        else:
            _look(cluster)


def _create_again(cluster: MultiAzCluster) -> None:
    def work() -> None:
        CONTEXT.backing.delete(cluster.key)
        CONTEXT.backing.create(cluster.order())

    begin(cluster, "creating", work, lambda: cluster.backend.opened(cluster))


def _look(cluster: MultiAzCluster) -> None:
    try:
        cluster.see(CONTEXT.backing.observe(cluster.key))
        cluster.status = "available"
    except (BackingError, KeyError) as error:
        sys.stderr.write(f"nothing is behind {cluster.key}: {error!r}\n")
        cluster.status = "failed"
