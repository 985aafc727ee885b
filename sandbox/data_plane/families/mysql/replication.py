"""Replication of MySQL: GTID sets, auto-position, semisynchronous plugins."""

from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.families.family import REPLICATOR, Following, Source
from sandbox.data_plane.servers.connection import Administration, Row


class MySqlReplication:
    """It is a `families.family.Replication`."""

    counted_readers: str | None = "Rpl_semi_sync_source_clients"

    def follow(self, admin: Administration, source: Source) -> None:  # noqa: D102
        self.stop_following(admin)
        admin.execute(
            "CHANGE REPLICATION SOURCE TO SOURCE_HOST = %s, SOURCE_PORT = %s, SOURCE_USER = %s, SOURCE_PASSWORD = %s,"
            " SOURCE_SSL = 1, SOURCE_SSL_CA = %s, SOURCE_AUTO_POSITION = 1, SOURCE_CONNECT_RETRY = 1,"
            " SOURCE_RETRY_COUNT = 8640000, SOURCE_HEARTBEAT_PERIOD = 1",
            [str(source.address), source.port, REPLICATOR, source.password, source.authority],
        )
        admin.execute("START REPLICA")

    def stop_following(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("STOP REPLICA")
        admin.execute("RESET REPLICA ALL")

    def stop_receiving(self, admin: Administration) -> GtidSet:  # noqa: D102
        admin.execute("STOP REPLICA IO_THREAD")
        return self.following(admin).received

    def receive_again(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("START REPLICA IO_THREAD")

    def apply_received(self, admin: Administration, wanted: GtidSet, seconds: float) -> bool:  # noqa: D102
        missing = admin.value("SELECT WAIT_FOR_EXECUTED_GTID_SET(%s, %s)", [str(wanted), seconds])
        return int(missing) == 0

    def following(self, admin: Administration) -> Following:  # noqa: D102
        rows = admin.rows("SHOW REPLICA STATUS")
        return _following(rows[0]) if rows else Following()

    def executed(self, admin: Administration) -> GtidSet:  # noqa: D102
        return GtidSet.parse(admin.value("SELECT @@GLOBAL.gtid_executed"))

    def purged(self, admin: Administration) -> GtidSet:  # noqa: D102
        return GtidSet.parse(admin.value("SELECT @@GLOBAL.gtid_purged"))

    def identity(self, admin: Administration) -> str:  # noqa: D102
        return str(admin.value("SELECT @@GLOBAL.server_uuid"))

    def open_for_accounts(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("SET GLOBAL super_read_only = OFF")

    def open_for_writes(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("SET GLOBAL rpl_semi_sync_source_enabled = ON")
        admin.execute("SET GLOBAL super_read_only = OFF")
        admin.execute("SET GLOBAL read_only = OFF")

    def close_for_writes(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("SET GLOBAL super_read_only = ON")


def _following(status: Row) -> Following:
    lag = status["Seconds_Behind_Source"]
    return Following(
        GtidSet.parse(status["Retrieved_Gtid_Set"]) | GtidSet.parse(status["Executed_Gtid_Set"]),
        status["Replica_IO_Running"] == "Yes",
        None if lag is None else float(lag),
        status["Replica_SQL_Running"] == "No" and int(status["Last_SQL_Errno"]) != 0,
    )
