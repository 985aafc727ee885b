"""Restores while the source lives: to a chosen second before a table was dropped, and from a snapshot.

A restored cluster takes over little by itself, so everything is asked for, and compared afterwards.
Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
(checked 2026-11-22).
"""

import math
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pymysql
from botocore.exceptions import ClientError

from drills.arena import SCHEMA, Arena
from drills.checkers import Verdict, judged, restored
from drills.clients import Crowd
from drills.cluster import Cluster, Password
from drills.errors import DrillError
from drills.workloads.markers import Markers, moment

PACE_SECONDS = 0.1
ROWS = 500
RESTORE_SECONDS = 3600
PREFIX = "tidegate-drill"
TABLE = "precious"
SETTINGS = (
    "StorageEncrypted",
    "KmsKeyId",
    "IAMDatabaseAuthenticationEnabled",
    "DBClusterParameterGroup",
    "EnabledCloudwatchLogsExports",
    "DBSubnetGroup",
    "Port",
    "StorageType",
)


def run(arena: Arena) -> list[Verdict]:
    """Holds the drill. Raises DrillError where it cannot be held."""
    markers = Markers()
    with arena.ground([markers]) as login:
        master = arena.cluster.master()
        writer = arena.connector("writer", login)
        writer.ask(f"CREATE TABLE {TABLE} (id INT PRIMARY KEY, text VARCHAR(64))")
        values = ", ".join(f"({number}, 'row {number}')" for number in range(ROWS))
        writer.ask(f"INSERT INTO {TABLE} VALUES {values}")
        checksum = _checksum(writer.ask)
        crowd = Crowd(arena.recorder)
        try:
            crowd.add(markers, [arena.session("writer", login)], pace=PACE_SECONDS)
            time.sleep(3)
            chosen = _clock(writer.ask)
            time.sleep(2)
            with arena.fault("drop table"):
                writer.ask(f"DROP TABLE {TABLE}")
            verdicts = _snapshot(arena, master)
            time.sleep(1)
            verdicts += _point_in_time(arena, master, chosen, checksum)
        finally:
            crowd.stop()
    return verdicts


def _clock(ask: Callable[..., Any]) -> int:
    """A whole second that is over on the server, as RDS restores to whole seconds."""
    seconds = _seconds(ask)
    chosen = math.ceil(seconds)
    time.sleep(chosen - seconds + 0.05)
    return chosen


def _seconds(ask: Callable[..., Any]) -> float:
    """The server's clock."""
    ((seconds,),) = ask("SELECT UNIX_TIMESTAMP(SYSDATE(6))")
    return float(seconds)


def _point_in_time(arena: Arena, master: Password, chosen: int, checksum: Any) -> list[Verdict]:
    arena.tell("waiting until the chosen second can be restored")
    cluster = arena.cluster
    cluster.wait(lambda: _latest(cluster) >= chosen, seconds=1800, what="a backup of the chosen second")

    def begin(name: str, wanted: Mapping[str, Any]) -> None:
        cluster.rds.restore_db_cluster_to_point_in_time(
            DBClusterIdentifier=name,
            SourceDBClusterIdentifier=cluster.identifier,
            RestoreToTime=moment(chosen),
            **wanted,
        )

    with _restored(arena, "restore to a second", begin) as (found, seconds):
        marks = _markers(arena, found, master)
        operations = arena.recorder.operations()
        # The binary log counts whole seconds: what is committed within the chosen one may be on either side.
        markers = restored.check(operations, marks, since=chosen - 1, until=chosen + 1, name="restore to a second")
        kept = {"checksum": _checksum(_asker(arena, found, master))}
        tables = restored.same("dropped table", {"checksum": checksum}, kept)
        settings = _settings(arena, found, "settings, restored to a second")
        return [markers, tables, settings, _took(seconds, "point in time")]


def _snapshot(arena: Arena, master: Password) -> list[Verdict]:
    cluster = arena.cluster
    snapshot = f"{PREFIX}-{secrets.token_hex(4)}"
    ask = arena.connector("writer", master, schema=None).ask
    before = _seconds(ask)
    with arena.fault("snapshot"):
        cluster.rds.create_db_cluster_snapshot(
            DBClusterIdentifier=cluster.identifier, DBClusterSnapshotIdentifier=snapshot
        )
        cluster.wait(lambda: _available(cluster, snapshot), seconds=RESTORE_SECONDS, what="a snapshot")
    after = _seconds(ask)
    time.sleep(1)

    def begin(name: str, wanted: Mapping[str, Any]) -> None:
        described = cluster.describe()
        cluster.rds.restore_db_cluster_from_snapshot(
            DBClusterIdentifier=name, SnapshotIdentifier=snapshot, Engine=described["Engine"], **wanted
        )

    try:
        with _restored(arena, "restore of a snapshot", begin) as (found, seconds):
            marks = _markers(arena, found, master)
            operations = arena.recorder.operations()
            markers = restored.check(operations, marks, since=before, until=after, name="restore of a snapshot")
            return [markers, _settings(arena, found, "settings, restored from a snapshot"), _took(seconds, "snapshot")]
    finally:
        cluster.rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier=snapshot)


@contextmanager
def _restored(
    arena: Arena, name: str, begin: Callable[[str, Mapping[str, Any]], None]
) -> Iterator[tuple[Cluster, float]]:
    """A restored cluster that serves, and the seconds that it took; it is deleted behind the block."""
    identifier = f"{PREFIX}-{secrets.token_hex(4)}"
    cluster = Cluster(arena.site, arena.subject.region, identifier)
    started = time.monotonic()
    with arena.fault(name):
        try:
            begin(identifier, wanted(arena.cluster.describe()))
        except ClientError as error:
            raise DrillError(f"{name}: refused: {error}", fix="see what the API says") from error
    try:
        cluster.wait(lambda: _serves(cluster), seconds=RESTORE_SECONDS, what=f"a {name}")
        yield cluster, time.monotonic() - started
    finally:
        _delete(cluster)


def _serves(cluster: Cluster) -> bool:
    """Whether a restored cluster is there. Raises DrillError where it never will be."""
    status = str(cluster.describe()["Status"])
    if status == "failed" or status.startswith("incompatible"):
        raise DrillError(f"{cluster.identifier} is {status}", fix="look at the cluster's events")
    return cluster.healthy()


def wanted(source: Mapping[str, Any]) -> dict[str, Any]:
    """What a restore must be asked for, to come out like its source, as DescribeDBClusters shows it."""
    asked = {
        "DBClusterInstanceClass": source.get("DBClusterInstanceClass"),
        "StorageType": source.get("StorageType"),
        "Iops": source.get("Iops"),
        "DBSubnetGroupName": source.get("DBSubnetGroup"),
        "VpcSecurityGroupIds": [each["VpcSecurityGroupId"] for each in source.get("VpcSecurityGroups", [])],
        "DBClusterParameterGroupName": source.get("DBClusterParameterGroup"),
        "EnableIAMDatabaseAuthentication": source.get("IAMDatabaseAuthenticationEnabled"),
        "EnableCloudwatchLogsExports": source.get("EnabledCloudwatchLogsExports"),
        "KmsKeyId": source.get("KmsKeyId"),
        "Port": source.get("Port"),
        "DeletionProtection": False,
        "CopyTagsToSnapshot": True,
    }
    return {name: value for name, value in asked.items() if value not in (None, [])}


def _settings(arena: Arena, found: Cluster, name: str) -> Verdict:
    source, copy = arena.cluster.describe(), found.describe()
    expected = {key: _sorted(source.get(key)) for key in SETTINGS}
    expected["EnabledCloudwatchLogsExports"] = _sorted(list(arena.subject.log_exports))
    expected["StorageEncrypted"] = True
    expected["IAMDatabaseAuthenticationEnabled"] = any(user.auth == "iam" for user in arena.subject.users)
    return restored.same(name, expected, {key: _sorted(copy.get(key)) for key in SETTINGS})


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _took(seconds: float, what: str) -> Verdict:
    note = f"{seconds:.1f} s until it served; measured, not judged"
    return judged(f"recovery time, {what}", note, [], {"seconds": round(seconds, 1)})


def _asker(arena: Arena, found: Cluster, master: Password) -> Callable[..., Any]:
    """Asks the restored cluster as the master user, whose password is that of the source."""
    host, port = found.endpoint("writer")
    return replace(arena.connector("writer", master), host=host, port=port).ask


def _markers(arena: Arena, found: Cluster, master: Password) -> list[int]:
    try:
        return [int(str(marker)) for (marker,) in _asker(arena, found, master)("SELECT marker FROM markers")]
    except pymysql.err.MySQLError as error:
        raise DrillError(f"{found.identifier} cannot be read: {error}", fix="see whether it serves") from error


def _checksum(ask: Callable[..., Any]) -> Any:
    try:
        ((_, checksum),) = ask(f"CHECKSUM TABLE {SCHEMA}.{TABLE}")
    except pymysql.err.MySQLError:
        return None
    return checksum


def _latest(cluster: Cluster) -> float:
    latest = cluster.describe().get("LatestRestorableTime")
    return latest.timestamp() if latest else 0.0


def _available(cluster: Cluster, snapshot: str) -> bool:
    found = cluster.rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier=snapshot)["DBClusterSnapshots"]
    return bool(found) and found[0].get("Status") == "available"


def _delete(cluster: Cluster) -> None:
    """Deletes what the drill has restored, as soon as that is possible."""

    def deleted() -> bool:
        try:
            cluster.rds.delete_db_cluster(DBClusterIdentifier=cluster.identifier, SkipFinalSnapshot=True)
        except ClientError as error:
            return error.response["Error"]["Code"] == "DBClusterNotFoundFault"
        return True

    cluster.wait(deleted, seconds=600, what="the deletion of a restored cluster")
