"""Values of which AWS takes only some: retentions, intervals, certificate authorities, lengths of windows."""

from dataclasses import dataclass
from functools import cache

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that AWS takes, in rising order where they are numbers."""

    log_retention_days: tuple[int, ...]
    insights_retention_days: tuple[int, ...]
    advanced_insights_from_days: int
    monitoring_interval_seconds: tuple[int, ...]
    certificate_authorities: tuple[str, ...]
    backup_retention_days: tuple[int, int]
    window_least_minutes: int
    snapshot_clear_minutes: int


@cache
def choices() -> Choices:
    """The facts of `choices.yaml`."""
    data = read_yaml("choices.yaml")
    return Choices(
        log_retention_days=tuple(data["log_retention_days"]["values"]),
        insights_retention_days=tuple(data["insights_retention_days"]["values"]),
        advanced_insights_from_days=data["insights_retention_days"]["advanced_from"],
        monitoring_interval_seconds=tuple(data["monitoring_interval_seconds"]["values"]),
        certificate_authorities=tuple(data["certificate_authorities"]["values"]),
        backup_retention_days=(data["backup_retention_days"]["least"], data["backup_retention_days"]["most"]),
        window_least_minutes=data["windows"]["least_minutes"],
        snapshot_clear_minutes=data["snapshots"]["clear_minutes"],
    )
