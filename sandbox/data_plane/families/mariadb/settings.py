"""Options of MariaDB: other names, and parameters of a group that it has no counterpart of."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.data_plane.families.family import Group
from sandbox.data_plane.families.mariadb.differences import differences
from sandbox.data_plane.servers import parameters as rds
from sandbox.data_plane.servers.connection import Administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import OPTION_FILE, Place, common_options, place_options

LONGEST_WAIT_MS = 18446744073709551615
"""A semisynchronous commit waits so long for its acknowledgement: for ever."""

_MEMBER = {
    "skip_name_resolve": "ON",
    "innodb_use_native_aio": "OFF",
    "innodb_buffer_pool_dump_at_shutdown": "OFF",
    "gtid_strict_mode": "ON",
    "log_bin": "binlog",
    "log_slave_updates": "ON",
    # A member that must be rebuilt begins with the cluster's first data, and replays everything.
    "binlog_expire_logs_seconds": "0",
    "relay_log": "relay",
    "relay_log_recovery": "ON",
    "slave_net_timeout": "4",
    "skip_slave_start": "ON",
    "general_log_file": "general.log",
    "slow_query_log_file": "slowquery.log",
    # For servers that follow this one: they get in when clients fill all other places.
    "extra_max_connections": "10",
    # No server takes a write before the monitor has made it the writer.
    "read_only": "ON",
    "rpl_semi_sync_master_enabled": "OFF",
    "rpl_semi_sync_master_timeout": str(LONGEST_WAIT_MS),
    "rpl_semi_sync_master_wait_no_slave": "ON",
    "rpl_semi_sync_master_wait_point": "AFTER_SYNC",
    # A reader that stops tells its writer; one that is gone is not waited for.
    "rpl_semi_sync_slave_kill_conn_timeout": "1",
}
# As on RDS.
_DEFAULTS = {"binlog_format": "ROW", "slave_parallel_mode": "optimistic", "slave_parallel_threads": "4"}
_ALONE = {"skip_networking": "ON", "skip_log_bin": "ON", "innodb_use_native_aio": "OFF", "skip_slave_start": "ON"}

# The first word is for releases before the other one. Whoever follows is made to acknowledge then.
_KEEPS_ALL = ("--rpl-semi-sync-slave-enabled=OFF", "--loose-init-rpl-role=MASTER")
_DROPS_UNTOLD = ("--rpl-semi-sync-slave-enabled=ON", "--loose-init-rpl-role=SLAVE")


class MariaDbSettings:
    """It is a `families.family.Settings`."""

    lets_anybody_in = True

    def base(self, folder: Path) -> dict[str, str]:  # noqa: D102
        return common_options(folder)

    def alone(self, plugin_folder: Path, plugins: Sequence[str]) -> dict[str, str]:  # noqa: D102
        return {**self.limits(), **_ALONE, **_loaded(plugin_folder, plugins)}

    def group(self, parameters: Mapping[str, str], version: str, port: int) -> Group:  # noqa: ARG002, D102
        known, names = differences(), {name: rds.plain(name) for name in parameters}
        kept = {*known["kept"], *rds.differences()["kept"]}
        left_out = sorted(name for name, plain in names.items() if plain not in kept and _has_no_counterpart(plain))
        taken = [name for name, plain in names.items() if plain not in kept and name not in left_out]
        return Group(
            {_option(names[name]): rds.capped(name, rds.computed(parameters[name], port)) for name in taken}, left_out
        )

    def limits(self) -> dict[str, str]:  # noqa: D102
        left_out = differences()["not_capped"]
        caps = {name: value for name, value in rds.defaults().items() if name not in left_out}
        return {**caps, "innodb_log_file_size": "33554432", **_DEFAULTS}

    def member(self, place: Place) -> dict[str, str]:  # noqa: D102
        loaded = _loaded(place.plugin_folder, place.plugins)
        return {**_MEMBER, **place_options(place), **loaded, "extra_port": str(place.admin_port)}

    def at_start(self, *, writer: bool) -> Sequence[Sequence[str]]:
        """As a reader, it throws away what it had not been told to commit; as the writer, it commits that.

        It cannot throw away a change of tables. Then it comes up with all, and is rebuilt if the writer lacks that.
        https://mariadb.com/docs/server/ha-and-performance/standard-replication/semisynchronous-replication
        """
        return [_KEEPS_ALL] if writer else [_DROPS_UNTOLD, _KEEPS_ALL]

    def read_certificates(self, admin: Administration) -> None:  # noqa: D102
        # LOCAL: a reader with something of its own in its binary log can never be the writer.
        admin.execute("FLUSH LOCAL SSL")

    def refusal(self, distribution: Distribution, folder: Path) -> str | None:
        """It has no `--validate-config`: with `--help` it reads its options, and ends."""
        done = subprocess.run(
            [
                distribution.server,
                f"--defaults-file={folder / OPTION_FILE}",
                *distribution.options,
                "--verbose",
                "--help",
            ],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        # Some plugins' options are complained of without failing.
        errors = [line for line in done.stderr.splitlines() if "[ERROR]" in line]
        if not done.returncode and not errors:
            return None
        complaints = errors or done.stderr.splitlines()[-1:] or ["it says nothing"]
        return complaints[-1 if "Buffered" in complaints[0] else 0].rpartition("] ")[2].rpartition("mariadbd: ")[2]


def _loaded(folder: Path, plugins: Sequence[str]) -> dict[str, str]:
    # What a cluster needs of its own is built in.
    return {"plugin_dir": str(folder), "plugin_load": ";".join(plugins)} if plugins else {}


def _has_no_counterpart(plain: str) -> bool:
    return plain in differences()["left_out"] or plain.startswith(tuple(rds.differences()["rds_only"]))


def _option(plain: str) -> str:
    return differences()["renamed"].get(plain) or rds.differences()["renamed"].get(plain, plain)
