"""Alarm thresholds of a database: the spec's own, or derived from what it has and promises.

What a fact's `of` may name: `max_connections`, `memory`, `storage` and `local_storage` in bytes, `iops`,
`throughput` and `network` in bytes a second, `queue` in requests, `iam_connections` a minute, and the objectives
`replica_lag`, `read_latency` and `write_latency` in seconds.
"""

from collections.abc import Callable, Mapping

from generator.facts.alarms import Alarm, alarm_metrics, alarms
from generator.facts.instance_memory import capacity
from generator.spec.model import Database

_GIB = 1024**3
_MIB = 1024**2
_KIB = 1024

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html (checked 2026-11-22)
_GP3_LARGE_GIB = 400
_GP3_SMALL_IOPS = 3_000
_GP3_SMALL_BYTES_PER_SECOND = 125 * _MIB
_GP3_LARGE_BYTES_PER_SECOND = 500 * _MIB
_LARGEST_IO = 256 * _KIB
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html (checked 2026-11-22)
_BYTES_PER_CONNECTION = 12_582_880
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html (checked 2026-11-22)
_IAM_CONNECTIONS_PER_MINUTE = 200 * 60


class UnknownMetricError(ValueError):
    """The spec sets a threshold for a metric that no alarm watches."""


def thresholds(database: Database) -> Mapping[str, float]:
    """The threshold of each alarm by metric name, in the metric's own unit.

    Raises UnknownMetricError for a metric in the spec's `alarms` that has no alarm, and
    generator.facts.instance_memory.UnknownInstanceClassError for a class without numbers.
    """
    unknown = sorted(database.alarms.keys() - alarm_metrics())
    if unknown:
        raise UnknownMetricError(
            f"no alarm watches {', '.join(unknown)}; known are {', '.join(sorted(alarm_metrics()))}"
        )
    return {alarm.metric: _threshold(alarm, database) for alarm in alarms()}


def _threshold(alarm: Alarm, database: Database) -> float:
    if alarm.metric in database.alarms:
        return database.alarms[alarm.metric]
    threshold = alarm.threshold
    if threshold.of is None:
        return threshold.share
    # Products such as 0.9 * 3000 are not exact: what is rendered is what a person would have written.
    return round(threshold.share * _MEASURES[threshold.of](database), 6)


def _max_connections(database: Database) -> float:
    """The parameter, or RDS's default formula over all memory of the class, of which MySQL gets a little less."""
    asked = database.parameters.get("max_connections", "")
    if asked.isdecimal():
        return int(asked)
    return capacity(database.instance_class).memory // _BYTES_PER_CONNECTION


def _iops(database: Database) -> float:
    return database.storage.iops or _GP3_SMALL_IOPS


def _throughput(database: Database) -> float:
    storage = database.storage
    volume = _iops(database) * _LARGEST_IO
    if storage.type == "gp3":
        large = storage.size_gib >= _GP3_LARGE_GIB
        volume = _GP3_LARGE_BYTES_PER_SECOND if large else _GP3_SMALL_BYTES_PER_SECOND
    return min(volume, capacity(database.instance_class).storage_bandwidth)


def _queue(database: Database) -> float:
    objectives = database.objectives
    slower = max(objectives.read_latency_ms, objectives.write_latency_ms)
    return _iops(database) * slower / 1000


_MEASURES: Mapping[str, Callable[[Database], float]] = {
    "iam_connections": lambda _: _IAM_CONNECTIONS_PER_MINUTE,
    "iops": _iops,
    "local_storage": lambda database: capacity(database.instance_class).local_storage,
    "max_connections": _max_connections,
    "memory": lambda database: capacity(database.instance_class).memory,
    "network": lambda database: capacity(database.instance_class).network,
    "queue": _queue,
    "read_latency": lambda database: database.objectives.read_latency_ms / 1000,
    "replica_lag": lambda database: database.objectives.replica_lag_seconds,
    "storage": lambda database: database.storage.size_gib * _GIB,
    "throughput": _throughput,
    "write_latency": lambda database: database.objectives.write_latency_ms / 1000,
}
