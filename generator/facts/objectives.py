"""What AWS says of failovers, lag and latency."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    """Seconds and milliseconds; `apply_lag_parameters` are the names of the flow control's target."""

    failover_seconds: int
    most_lag_seconds: int
    apply_lag_parameters: tuple[str, ...]
    least_latency_ms: Mapping[str, int]


@cache
def objective_facts() -> ObjectiveFacts:
    """The facts of `objectives.yaml`."""
    data = read_yaml("objectives.yaml")
    return ObjectiveFacts(
        failover_seconds=data["failover"]["typical_seconds"],
        most_lag_seconds=data["replica_lag"]["most_seconds"],
        apply_lag_parameters=tuple(data["apply_lag"]["parameters"]),
        least_latency_ms=data["latency"]["least_ms"],
    )
