"""Looks at the clusters again and again: who writes, what can be measured, which alarms that sets off."""

import sys
import traceback
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any

from moto.cloudwatch.models import MetricDatum, cloudwatch_backends
from moto.rds.models import rds_backends

from sandbox.backing import BackingError, MemberState, Observation
from sandbox.control_plane import maintenance
from sandbox.control_plane.context import CONTEXT, LOCK
from sandbox.control_plane.rds.cluster import MultiAzCluster
from sandbox.control_plane.rds.shipping import ship, unshipped
from sandbox.control_plane.services.alarms import evaluate

LOOK_SECONDS = 1.0
SAMPLES_A_MINUTE = 6
KEPT_MINUTES = 30
NAMESPACE = "AWS/RDS"


class Observer:
    """A thread that looks once a second, until it is closed."""

    def __init__(self) -> None:
        self._closed = Event()
        self._sampled = 0.0
        self.connections = 0
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:  # it must go on looking
                traceback.print_exc(file=sys.stderr)

    def look(self) -> None:
        """Looks once at everything."""
        with LOCK:
            clusters = [each for each in _all(rds_backends, "clusters") if isinstance(each, MultiAzCluster)]
        sampled = monotonic() - self._sampled >= CONTEXT.minute_seconds / SAMPLES_A_MINUTE
        if sampled:
            self._sampled = monotonic()
        seen = [(cluster, state) for cluster in clusters if (state := _observe(cluster))]
        self.connections = sum(each.connections for _, state in seen for each in state.members.values())
        texts = {cluster.key: unshipped(cluster) for cluster, _ in seen}
        with LOCK:
            for cluster, state in seen:
                cluster.see(state)
                if sampled:
                    _measure(cluster, state, CONTEXT.now())
            changed = maintenance.pass_time(clusters) if sampled else False
            changed = ship([(cluster, texts[cluster.key]) for cluster, _ in seen]) or changed
            changed = _alarms() or changed
        if changed:
            CONTEXT.changed()


def _all(backends: Any, name: str) -> list[Any]:
    return [each for _, _, backend in backends.iter_backends() for each in getattr(backend, name).values()]


def _observe(cluster: MultiAzCluster) -> Observation | None:
    if cluster.status in ("creating", "deleting", "failed"):
        return None
    try:
        return CONTEXT.backing.observe(cluster.key)
    except (BackingError, KeyError):
        return None


def _measure(cluster: MultiAzCluster, seen: Observation, now: datetime) -> None:
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
    backend = cloudwatch_backends[cluster.account_id][cluster.region]
    for member, state in seen.members.items():
        for name, value in _metrics(state).items():
            datum = MetricDatum(NAMESPACE, name, value, [{"Name": "DBInstanceIdentifier", "Value": member}], now)
            backend.metric_data.append(datum)
    since = now - timedelta(minutes=KEPT_MINUTES)
    backend.metric_data = [each for each in backend.metric_data if each.timestamp > since]


def _metrics(state: MemberState) -> dict[str, float]:
    if not state.serving:
        return {}
    metrics = {"DatabaseConnections": float(state.connections), **state.metrics}
    if state.role == "reader":
        # -1 says that the reader does not replicate.
        metrics["ReplicaLag"] = -1.0 if state.replica_lag_seconds is None else state.replica_lag_seconds
    return metrics


def _alarms() -> bool:
    now = CONTEXT.now()
    changes = [evaluate(backend, now) for _, _, backend in cloudwatch_backends.iter_backends() if backend.alarms]
    return any(changes)
