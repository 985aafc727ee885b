"""The option file of a server: limits of the sandbox, then the parameter group, then what makes it a member."""

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.parameters import defaults, options

SOCKET = "mysql.sock"
OPTION_FILE = "my.cnf"
DATA = "data"
ADMIN_PORT = 33062
LONGEST_WAIT_MS = 4294967295
"""A semisynchronous commit waits 49 days for its acknowledgement: for ever, in the words of the server."""

_MEMBER = {
    "admin_port": str(ADMIN_PORT),
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


@dataclass(frozen=True, slots=True)
class Transport:
    """Files with which a server proves who it is, and by which it knows its peers."""

    certificate: Path
    key: Path
    authority: Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is reached, and who it is among its peers. `plugins` are loaded besides the usual ones.

    `variables` are added to the environment, for those plugins.
    """

    address: IPv4Address
    port: int
    server_id: int
    transport: Transport
    plugin_folder: Path
    plugins: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


def member_options(distribution: Distribution, place: Place, parameters: Mapping[str, str]) -> dict[str, str]:
    """All options of a member, by name; later ones of the same name have won. Raises FormulaError."""
    return {
        **defaults(),
        **options(parameters, distribution.version, place.port),
        **_MEMBER,
        "bind_address": str(place.address),
        "admin_address": str(place.address),
        "port": str(place.port),
        "server_id": str(place.server_id),
        "report_host": str(place.address),
        "ssl_ca": str(place.transport.authority),
        "ssl_cert": str(place.transport.certificate),
        "ssl_key": str(place.transport.key),
        "plugin_dir": str(place.plugin_folder),
        "plugin_load": ";".join([*_PLUGINS, *place.plugins]),
        **({"admin_port": str(ADMIN_PORT + 1)} if place.port == ADMIN_PORT else {}),
    }


def base_options(folder: Path) -> dict[str, str]:
    """What every server needs, also one that nobody reaches from outside."""
    return {
        "datadir": str(folder / DATA),
        "socket": SOCKET,
        "pid_file": "mysqld.pid",
        "log_error": str(folder / "error.log"),
        "log_timestamps": "UTC",
        "secure_file_priv": "NULL",
        # A server that root starts insists on being told so.
        "user": pwd.getpwuid(os.geteuid()).pw_name,
    }


def write_options(folder: Path, wanted: Mapping[str, str]) -> Path:
    """Writes the option file of the server in `folder`, for its owner alone."""
    file = folder / OPTION_FILE
    lines = [f"{name} = {_quoted(value)}" for name, value in wanted.items()]
    file.write_text("\n".join(["[mysqld]", *lines, ""]))
    file.chmod(0o600)
    return file


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
