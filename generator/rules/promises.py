"""Parameters that would undo a promise of Tidegate."""

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from generator.facts.parameters import is_in, parameter
from generator.facts.promises import Kind, Promise, promises
from generator.findings import Finding
from generator.rules.base import DatabaseRule, listed
from generator.rules.parameter_values import type_problem
from generator.spec.document import Path
from generator.spec.model import Database

_CONDITIONS: Mapping[str, Callable[[Database], bool]] = {
    "general_log": lambda database: "general" in database.logs.exports,
    "slow_query_log": lambda database: "slowquery" in database.logs.exports,
    "log_files": lambda database: bool({"general", "slowquery"} & set(database.logs.exports)),
    "advanced_insights": lambda database: database.insights.mode == "advanced",
}


class PromiseRule(DatabaseRule):
    """A rule about the parameters that carry one kind of promise."""

    kind: ClassVar[Kind]

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each parameter whose value breaks its promise."""
        for name, value in database.parameters.items():
            promise = promises()[self.kind].get(name)
            if promise and is_in(name, database.major_version) and _breaks(promise, value, database):
                yield self.finding(
                    (*path, "parameters", name),
                    f"`{name}` = {value or 'nothing'}: {promise.why}",
                    f'leave it out, or write "{listed(promise.keep[:1])}"' if promise.keep else "leave it out",
                )


class Transport(PromiseRule):
    """Nobody connects without TLS 1.2 or newer."""

    id = "PRM010"
    kind = "transport"
    title = "No parameter lets connections in without TLS 1.2 or newer"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html"
    explanation = "Tidegate promises that data moves encrypted: it sets `require_secure_transport` and `tls_version`."


class Durability(PromiseRule):
    """An acknowledged commit is on disk."""

    id = "PRM011"
    kind = "durability"
    title = "No parameter acknowledges a commit that is not on disk"
    source = "https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_flush_log_at_trx_commit"
    explanation = (
        "Tidegate promises that no acknowledged commit is lost. `sync_binlog` and `innodb_flush_log_at_trx_commit` "
        "other than 1 trade that for speed; so do page writes without doublewrite."
    )


class Replication(PromiseRule):
    """A commit is on a reader before it is acknowledged, and readers show what the writer had."""

    id = "PRM012"
    kind = "replication"
    title = "No parameter weakens the replication inside the cluster"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html"
    explanation = (
        "Replication inside a Multi-AZ DB cluster is row-based, by GTID, and semisynchronous with one reader. RDS "
        "configures it; a value that differs makes it fail or lets a failover lose commits."
    )


class Writing(PromiseRule):
    """The writer takes writes, and readers do not."""

    id = "PRM013"
    kind = "writing"
    title = "No parameter makes the writer read-only or a reader writable"
    source = "https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_read_only"
    explanation = (
        "All members share the parameter group, and RDS makes readers read-only by the formula `{TrueIfReplica}`. A "
        "fixed value would hold for the writer and the readers alike."
    )


class Observation(PromiseRule):
    """What the spec exports is also written, and without passwords."""

    id = "PRM014"
    kind = "observation"
    title = "No parameter empties a log that is exported, or fills one with passwords"
    source = (
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html"
    )
    explanation = (
        "An exported general or slow query log needs its switch on and `log_output` FILE; advanced Database Insights "
        "needs the performance schema. Leave the export out if the log is not wanted."
    )


def _breaks(promise: Promise, value: str, database: Database) -> bool:
    counts = promise.when is None or _CONDITIONS[promise.when](database)
    known = parameter(promise.name)
    if known is None or type_problem(known, value):
        return False
    return counts and value.upper().replace(" ", "") not in {kept.upper() for kept in promise.keep}


RULES = (Transport, Durability, Replication, Writing, Observation)
