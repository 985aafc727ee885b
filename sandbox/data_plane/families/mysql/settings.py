"""Options of MySQL: what makes a server a member, and a parameter group as it is."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.data_plane.families.family import Group
from sandbox.data_plane.servers.connection import Administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import OPTION_FILE, Place, common_options, place_options
from sandbox.data_plane.servers.parameters import defaults, options

LONGEST_WAIT_MS = 4294967295
"""A semisynchronous commit waits 49 days for its acknowledgement: for ever, in the words of the server."""

_MEMBER = {
    "create_admin_listener_thread": "ON",
    "mysqlx": "OFF",
    "skip_name_resolve": "ON",
    "innodb_use_native_aio": "OFF",
    "innodb_buffer_pool_dump_at_shutdown": "OFF",
    "log_error_suppression_list": "MY-013360,MY-010918",
    "gtid_mode": "ON",
    "enforce_gtid_consistency": "ON",
    "log_bin": "binlog",
    "log_replica_updates": "ON",
    "relay_log": "relay",
    # What is lost of a relay log is fetched again: a restarted reader counts only after it has caught up.
    "relay_log_recovery": "ON",
    "replica_net_timeout": "4",
    "replica_preserve_commit_order": "ON",
    "skip_replica_start": "ON",
    "general_log_file": "general.log",
    "slow_query_log_file": "slowquery.log",
    # No server takes a write before the monitor has made it the writer.
    "read_only": "ON",
    "super_read_only": "ON",
    "loose_rpl_semi_sync_replica_enabled": "ON",
    "loose_rpl_semi_sync_source_enabled": "OFF",
    "loose_rpl_semi_sync_source_timeout": str(LONGEST_WAIT_MS),
    "loose_rpl_semi_sync_source_wait_for_replica_count": "1",
    "loose_rpl_semi_sync_source_wait_no_replica": "ON",
    "loose_rpl_semi_sync_source_wait_point": "AFTER_SYNC",
}
_PLUGINS = ("auth_socket.so", "semisync_source.so", "semisync_replica.so", "mysql_clone.so")

_ALONE = {
    "skip_networking": "ON",
    "skip_log_bin": "ON",
    "mysqlx": "OFF",
    "gtid_mode": "ON",
    "enforce_gtid_consistency": "ON",
    "innodb_use_native_aio": "OFF",
    # Nobody is told of a commit before all is replayed and the server has ended in order.
    "innodb_flush_log_at_trx_commit": "0",
    "max_allowed_packet": "1073741824",
    "event_scheduler": "OFF",
    "local_infile": "ON",
}


class MySqlSettings:
    """It is a `families.family.Settings`."""

    lets_anybody_in = False

    def base(self, folder: Path) -> dict[str, str]:  # noqa: D102
        return {**common_options(folder), "log_timestamps": "UTC", "secure_file_priv": "NULL"}

    def alone(self, plugin_folder: Path, plugins: Sequence[str]) -> dict[str, str]:  # noqa: D102
        loaded = ";".join(["auth_socket.so", *plugins])
        return {**self.limits(), **_ALONE, "plugin_dir": str(plugin_folder), "plugin_load": loaded}

    def group(self, parameters: Mapping[str, str], version: str, port: int) -> Group:  # noqa: D102
        return Group(options(parameters, version, port))

    def limits(self) -> dict[str, str]:  # noqa: D102
        return defaults()

    def member(self, place: Place) -> dict[str, str]:  # noqa: D102
        return {
            **_MEMBER,
            **place_options(place),
            "admin_address": str(place.address),
            "admin_port": str(place.admin_port),
            "plugin_dir": str(place.plugin_folder),
            "plugin_load": ";".join([*_PLUGINS, *place.plugins]),
        }

    def at_start(self, *, writer: bool) -> Sequence[Sequence[str]]:  # noqa: ARG002, D102
        return [()]

    def read_certificates(self, admin: Administration) -> None:  # noqa: D102
        admin.execute("ALTER INSTANCE RELOAD TLS")

    def refusal(self, distribution: Distribution, folder: Path) -> str | None:  # noqa: D102
        done = subprocess.run(
            [
                distribution.server,
                f"--defaults-file={folder / OPTION_FILE}",
                *distribution.options,
                "--validate-config",
                "--log-error=stderr",
            ],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if not done.returncode:
            return None
        errors = [line for line in done.stderr.splitlines() if "[ERROR]" in line]
        return (errors or [done.stderr.strip()])[0].rpartition("] ")[2]
