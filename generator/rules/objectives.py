"""Objectives: not better than AWS, and not against each other or the parameters."""

import re
from collections.abc import Iterator

from generator.facts.objectives import objective_facts
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.spec.document import Path
from generator.spec.model import Database

_FEATURES = "https://aws.amazon.com/rds/features/multi-az/"
_CONCEPTS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html"
_ALARMS = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
    "Best_Practice_Recommended_Alarms_AWS_Services.html#RDS"
)


class FailoverObjective(DatabaseRule):
    """The promised failover is not shorter than what AWS states."""

    id = "OBJ001"
    title = "The failover objective is not below what AWS states"
    source = _FEATURES
    explanation = (
        "AWS says that a Multi-AZ DB cluster fails over in typically under 35 seconds. A shorter promise is one that "
        "nobody stands behind; drivers that know the cluster shorten the pause for their own application only."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a shorter objective."""
        stated, promised = objective_facts().failover_seconds, database.objectives.failover_seconds
        if promised < stated:
            yield self.finding(
                (*path, "objectives", "failover_seconds"),
                f"AWS states failovers of typically under {stated} seconds; {promised} is a promise beyond that",
                f"set databases.{path[1]}.objectives.failover_seconds to at least {stated}",
            )


class LagObjective(DatabaseRule):
    """A reader that is as late as the objective allows can still catch up within the failover."""

    id = "OBJ002"
    title = "The lag objective is below the failover objective"
    source = _CONCEPTS
    explanation = (
        "A failover ends when both readers have applied what they received, so it lasts at least as long as the lag of "
        "the slower one. A lag of as many seconds as the whole failover may take leaves no time to detect the fault."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on the lag, where it reaches the failover."""
        lag, failover = database.objectives.replica_lag_seconds, database.objectives.failover_seconds
        if lag >= failover:
            objectives = (*path, "objectives")
            yield self.finding(
                self.written((*objectives, "replica_lag_seconds"), (*objectives, "failover_seconds")),
                f"a failover waits for readers to catch up: with {lag} seconds of lag it cannot be over in {failover}",
                f"set databases.{path[1]}.objectives.replica_lag_seconds well below {failover}",
            )


class LagAlarm(DatabaseRule):
    """The alarm on lag goes off before the failover objective is lost."""

    id = "OBJ003"
    title = "The alarm on replica lag goes off below the failover objective"
    source = _ALARMS
    explanation = (
        "An own threshold for `ReplicaLag` replaces the one that Tidegate takes from the lag objective. At or above "
        "the failover objective the alarm comes when the promise is already broken."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a threshold that reaches the failover objective."""
        threshold, failover = database.alarms.get("ReplicaLag"), database.objectives.failover_seconds
        if threshold is not None and threshold >= failover:
            yield self.finding(
                (*path, "alarms", "ReplicaLag"),
                f"the alarm goes off at {threshold} seconds of lag, and a failover is to take at most {failover}",
                f"set databases.{path[1]}.alarms.ReplicaLag well below {failover}, or leave it out",
            )


class ApplyLag(DatabaseRule):
    """Flow control does not allow more lag than the failover objective."""

    id = "OBJ004"
    title = "Flow control allows less lag than the failover objective"
    source = _CONCEPTS
    explanation = (
        "`rpl_semi_sync_master_target_apply_lag` is the lag at which the writer is slowed down: 120 s by default, "
        "86,400 turn it off. A cluster that may lag for 120 seconds cannot fail over in 35."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a parameter that reaches the failover objective."""
        failover = database.objectives.failover_seconds
        for name in objective_facts().apply_lag_parameters:
            value = database.parameters.get(name, "")
            if re.fullmatch(r"[0-9]{1,9}", value) and int(value) >= failover:
                yield self.finding(
                    (*path, "parameters", name),
                    f"{int(value):,} seconds of lag are allowed, and a failover is to take at most {failover}",
                    f"set databases.{path[1]}.parameters.{name} well below {failover}",
                )


class LargeLag(DatabaseRule):
    """The lag objective is one that AWS would be content with."""

    id = "OBJ005"
    title = "The lag objective is no more than 60 seconds"
    severity = "warning"
    source = _ALARMS
    explanation = "AWS recommends an alarm on replica lag at no more than 60 seconds."

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a larger objective that the failover objective would allow."""
        lag, most = database.objectives.replica_lag_seconds, objective_facts().most_lag_seconds
        if most < lag < database.objectives.failover_seconds:
            yield self.finding(
                (*path, "objectives", "replica_lag_seconds"),
                f"AWS recommends an alarm at no more than {most} seconds of lag, not {lag}",
                f"set databases.{path[1]}.objectives.replica_lag_seconds to at most {most}",
            )


class LatencyObjective(DatabaseRule):
    """The promised latency is one that the storage has."""

    id = "OBJ006"
    title = "The latency objectives are not below what the storage gives"
    severity = "warning"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"
    explanation = (
        "gp3 and io1 answer in a single-digit number of milliseconds, io2 in less than one. An alarm at the 90th "
        "percentile below that goes off on a storage that does what AWS states."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each latency below that of the storage type."""
        least = objective_facts().least_latency_ms[database.storage.type]
        promised = {
            "read_latency_ms": database.objectives.read_latency_ms,
            "write_latency_ms": database.objectives.write_latency_ms,
        }
        for name, value in promised.items():
            if value < least:
                yield self.finding(
                    (*path, "objectives", name),
                    f"{database.storage.type} storage answers within {least} ms; {value} ms is less",
                    f"set databases.{path[1]}.objectives.{name} to at least {least}",
                )


RULES = (FailoverObjective, LagObjective, LagAlarm, ApplyLag, LargeLag, LatencyObjective)
