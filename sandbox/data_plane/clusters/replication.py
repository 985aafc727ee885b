"""The statements by which a server follows another, stops following, or becomes the writer."""

from dataclasses import dataclass
from ipaddress import IPv4Address

from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.servers.connection import Administration, Row

REPLICATOR = "rdsrepladmin"
"""RDS's own account has this name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A server to follow: through its administrative port, which no security group and no full house closes."""

    address: IPv4Address
    port: int
    password: str
    authority: str


def follow(admin: Administration, source: Source) -> None:
    """Replicates from `source`, over TLS, beginning with what this server lacks."""
    stop_following(admin)
    admin.execute(
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST = %s, SOURCE_PORT = %s, SOURCE_USER = %s, SOURCE_PASSWORD = %s,"
        " SOURCE_SSL = 1, SOURCE_SSL_CA = %s, SOURCE_AUTO_POSITION = 1, SOURCE_CONNECT_RETRY = 1,"
        " SOURCE_RETRY_COUNT = 8640000, SOURCE_HEARTBEAT_PERIOD = 1",
        [str(source.address), source.port, REPLICATOR, source.password, source.authority],
    )
    admin.execute("START REPLICA")


def stop_following(admin: Administration) -> None:
    """Ends replication, and forgets from whom."""
    admin.execute("STOP REPLICA")
    admin.execute("RESET REPLICA ALL")


def stop_receiving(admin: Administration) -> GtidSet:
    """Takes nothing more; what this server has received, applied or not."""
    admin.execute("STOP REPLICA IO_THREAD")
    return received(status(admin))


def apply_received(admin: Administration, wanted: GtidSet, seconds: float) -> bool:
    """Waits until this server has applied `wanted`; whether it has."""
    missing = admin.value("SELECT WAIT_FOR_EXECUTED_GTID_SET(%s, %s)", [str(wanted), seconds])
    return int(missing) == 0


def status(admin: Administration) -> Row:
    """What the server says of its replication; empty for one that follows nobody."""
    rows = admin.rows("SHOW REPLICA STATUS")
    return rows[0] if rows else {}


def received(replication: Row) -> GtidSet:
    """What a reader holds by its own `status`."""
    if not replication:
        return GtidSet()
    return GtidSet.parse(replication["Retrieved_Gtid_Set"]) | GtidSet.parse(replication["Executed_Gtid_Set"])


def executed(admin: Administration) -> GtidSet:
    """What this server has applied."""
    return GtidSet.parse(admin.value("SELECT @@GLOBAL.gtid_executed"))


def open_for_writes(admin: Administration) -> None:
    """Makes this server the writer: each commit waits for a reader from the first on."""
    admin.execute("SET GLOBAL rpl_semi_sync_source_enabled = ON")
    admin.execute("SET GLOBAL super_read_only = OFF")
    admin.execute("SET GLOBAL read_only = OFF")


def close_for_writes(admin: Administration) -> None:
    """Lets what is being committed end, and takes no more."""
    admin.execute("SET GLOBAL super_read_only = ON")
