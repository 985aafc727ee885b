"""The cluster parameter group: what Tidegate promises, then what the spec asks for."""

from dataclasses import dataclass
from typing import Literal

from generator.facts.parameters import parameter
from generator.spec.model import Database

ApplyMethod = Literal["immediate", "pending-reboot"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the group; `spec` is the spec path below the database that it came from."""

    name: str
    value: str
    apply_method: ApplyMethod
    spec: str


_PROMISED = {
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
    "require_secure_transport": "ON",
    "tls_version": "TLSv1.2,TLSv1.3",
    # A commit is on disk and in the binary log before it is acknowledged.
    # https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_flush_log_at_trx_commit
    "innodb_flush_log_at_trx_commit": "1",
    "sync_binlog": "1",
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-replication-gtid.html
    "gtid-mode": "ON",
    "enforce_gtid_consistency": "ON",
}
_LOGGING = {
    # CloudWatch gets the general and the slow query log from files only.
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
    "log_output": "FILE",
    "general_log": "1",
    "slow_query_log": "1",
    "long_query_time": "1",
}


def parameters(database: Database) -> list[Parameter]:
    """The group's parameters by name: a promised one can be written again in the spec, but only the rules allow it.

    The values of the log parameters follow from the logs that the spec exports. All facts checked 2026-11-22.
    """
    logging = {
        **_LOGGING,
        "general_log": _flag("general" in database.logs.exports),
        "slow_query_log": _flag("slowquery" in database.logs.exports),
    }
    ours = {name: (value, "") for name, value in _PROMISED.items()}
    ours |= {name: (value, "logs.exports") for name, value in logging.items()}
    asked = {name: (value, f"parameters.{name}") for name, value in database.parameters.items()}
    return [Parameter(name, value, _apply_method(name), spec) for name, (value, spec) in sorted((ours | asked).items())]


def _apply_method(name: str) -> ApplyMethod:
    """AWS refuses `immediate` for a static parameter; one that the facts do not know may be static.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html
    """
    known = parameter(name)
    return "immediate" if known and not known.static else "pending-reboot"


def _flag(on: bool) -> str:
    return "1" if on else "0"
