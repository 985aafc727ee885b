"""Data folders of MySQL: `--initialize-insecure`, then an account for the socket in the place of root."""

import os
import pwd
import subprocess
from pathlib import Path

from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.families.mysql.settings import MySqlSettings
from sandbox.data_plane.servers.connection import ADMIN, Administration, administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import DATA, SOCKET, write_options
from sandbox.data_plane.servers.process import command
from sandbox.data_plane.servers.starting import started

STOP_SECONDS = 60.0
ZONES = Path("/usr/share/zoneinfo")

_SMALL = {"innodb_redo_log_capacity": "33554432", "innodb_use_native_aio": "OFF", "mysqlx": "OFF"}
_SETTINGS = MySqlSettings()


class MySqlData:
    """It is a `families.family.Data`."""

    clones = True
    administrator = ADMIN

    def initialise(self, distribution: Distribution, folder: Path) -> None:  # noqa: D102
        write_options(folder, {**_options(folder), "skip_networking": "ON"})
        done = subprocess.run(
            command(distribution, folder, "--initialize-insecure"), capture_output=True, text=True, check=False
        )
        if done.returncode:
            log = (folder / "error.log").read_text().splitlines() if (folder / "error.log").exists() else []
            raise DataPlaneError(
                f"{distribution.label} could not make a data folder: {(log or [done.stderr.strip()])[-1]}",
                fix="free some disk space, or name another mysqld with TIDEGATE_MYSQLD",
            )
        _make_internal_account(distribution, folder)

    def begin_anew(self, admin: Administration) -> None:
        """Nothing: its GTID set goes on in the new cluster."""

    def forget_logs(self, data: Path) -> None:
        """Nothing: a clone holds no logs."""


def _options(folder: Path) -> dict[str, str]:
    return {**_SETTINGS.base(folder), **_SETTINGS.limits(), **_SMALL}


def _make_internal_account(distribution: Distribution, folder: Path) -> None:
    write_options(
        folder,
        {
            **_options(folder),
            "skip_networking": "ON",
            "skip_log_bin": "ON",
            "plugin_dir": str(distribution.plugins),
            "plugin_load": "auth_socket.so",
        },
    )
    process = started(distribution, folder, "root")
    try:
        with administration(folder, user="root") as root:
            owner = pwd.getpwuid(os.geteuid()).pw_name
            root.execute(f"CREATE USER {ADMIN}@localhost IDENTIFIED WITH auth_socket AS %s", [owner])
            root.execute(f"GRANT ALL ON *.* TO {ADMIN}@localhost WITH GRANT OPTION")
            _load_time_zones(distribution, folder)
            root.execute("DROP USER root@localhost")
    finally:
        process.stop(STOP_SECONDS)


def _load_time_zones(distribution: Distribution, folder: Path) -> None:
    """RDS knows time zones by name; so does a server of a machine that has them."""
    if not ZONES.is_dir():
        return
    statements = subprocess.run(
        [distribution.program("mysql_tzinfo_to_sql"), ZONES], capture_output=True, check=True
    ).stdout
    subprocess.run(
        [distribution.program("mysql"), "--no-defaults", "--user=root", f"--socket={SOCKET}", "mysql"],
        input=statements,
        cwd=folder / DATA,
        capture_output=True,
        check=True,
    )
