"""Replication of MariaDB: GTIDs of a domain and a server, semisynchronous replication that is built in.

A server says of each server the last number that it has of it. Numbers of one domain grow from writer to writer, and so
a set of all numbers up to that one is as good for comparing as the set itself.
https://mariadb.com/docs/server/ha-and-performance/standard-replication/gtid
"""

from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.families.family import REPLICATOR, Following, Source
from sandbox.data_plane.servers.connection import Administration, Row


class MariaDbReplication:
    """It is a `families.family.Replication`."""

    # Connections to the extra port are not counted.
    counted_readers: str | None = None

    def follow(self, admin: Administration, source: Source) -> None:  # noqa: D102
        self.stop_following(admin)
        if applied := admin.value("SELECT @@GLOBAL.gtid_binlog_pos"):
            # One that was the writer has its own transactions in its log alone.
            admin.execute("SET GLOBAL gtid_slave_pos = %s", [applied])
        admin.execute(
            "CHANGE MASTER TO MASTER_HOST = %s, MASTER_PORT = %s, MASTER_USER = %s, MASTER_PASSWORD = %s,"
            " MASTER_SSL = 1, MASTER_SSL_CA = %s, MASTER_SSL_VERIFY_SERVER_CERT = 0, MASTER_USE_GTID = slave_pos,"
            " MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 1",
            [str(source.address), source.port, REPLICATOR, source.password, source.authority],
        )
        admin.execute("SET GLOBAL rpl_semi_sync_slave_enabled = ON")
        admin.execute("START SLAVE")

    def stop_following(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("STOP SLAVE")
        admin.execute("RESET SLAVE ALL")

    def stop_receiving(self, admin: Administration) -> GtidSet:  # noqa: D102
        admin.execute("STOP SLAVE IO_THREAD")
        return self.following(admin).received

    def receive_again(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("START SLAVE IO_THREAD")

    def apply_received(self, admin: Administration, wanted: GtidSet, seconds: float) -> bool:  # noqa: D102
        return int(admin.value("SELECT MASTER_GTID_WAIT(%s, %s)", [position(wanted), seconds])) == 0

    def following(self, admin: Administration) -> Following:  # noqa: D102
        rows = admin.rows("SHOW SLAVE STATUS")
        return _following(rows[0], self.executed(admin)) if rows else Following()

    def executed(self, admin: Administration) -> GtidSet:  # noqa: D102
        return held(admin.value("SELECT @@GLOBAL.gtid_binlog_state"))

    def purged(self, admin: Administration) -> GtidSet:  # noqa: ARG002, D102
        # Logs never expire here.
        return GtidSet()

    def identity(self, admin: Administration) -> str:  # noqa: D102
        return str(admin.value("SELECT @@GLOBAL.server_id"))

    def open_for_accounts(self, admin: Administration) -> None:
        """Nothing: the internal account may write to a reader."""

    def open_for_writes(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("SET GLOBAL rpl_semi_sync_master_enabled = ON")
        admin.execute("SET GLOBAL read_only = OFF")

    def close_for_writes(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("SET GLOBAL read_only = ON")


def held(text: str) -> GtidSet:
    """What a server has whose last GTIDs are these: `0-1-100,0-2-150`."""
    last = [each.strip().rsplit("-", 1) for each in text.split(",") if each.strip()]
    return GtidSet({(source, ""): ((1, int(number)),) for source, number in last})


def position(wanted: GtidSet) -> str:
    """The last GTID of each domain, as servers wait for it."""
    last: dict[str, tuple[int, str]] = {}
    for (source, _), intervals in wanted.intervals.items():
        domain = source.partition("-")[0]
        last[domain] = max(last.get(domain, (0, "")), (intervals[-1][1], source))
    return ",".join(f"{source}-{number}" for number, source in last.values())


def _following(status: Row, executed: GtidSet) -> Following:
    lag = status["Seconds_Behind_Master"]
    return Following(
        held(status["Gtid_IO_Pos"]) | executed,
        status["Slave_IO_Running"] == "Yes",
        None if lag is None else float(lag),
        status["Slave_SQL_Running"] == "No" and int(status["Last_SQL_Errno"]) != 0,
    )
