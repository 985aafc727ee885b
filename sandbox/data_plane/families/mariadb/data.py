"""Data folders of MariaDB: `--bootstrap` with the statements that come with the server."""

import os
import pwd
import subprocess
from pathlib import Path

from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.families.mariadb.settings import MariaDbSettings
from sandbox.data_plane.servers.connection import Administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import DATA, write_options
from sandbox.data_plane.servers.process import command

_STATEMENTS = (
    "mysql_system_tables.sql",
    "mysql_performance_tables.sql",
    "mysql_system_tables_data.sql",
    "maria_add_gis_sp_bootstrap.sql",
    "mysql_sys_schema.sql",
)
_SETTINGS = MariaDbSettings()
_LOGS = ("binlog.*", "relay.*", "relay-log*", "master.info", "multi-master.info")


class MariaDbData:
    """It is a `families.family.Data`."""

    clones = False

    @property
    def administrator(self) -> str:
        """The user who runs the server: only under its own name does a user come in through the socket."""
        return pwd.getpwuid(os.geteuid()).pw_name

    def initialise(self, distribution: Distribution, folder: Path) -> None:  # noqa: D102
        (folder / DATA).mkdir(parents=True)
        options = {**_SETTINGS.base(folder), **_SETTINGS.limits(), "innodb_use_native_aio": "OFF"}
        write_options(folder, {**options, "max_allowed_packet": "16777216", "log_error": ""})
        done = subprocess.run(
            command(distribution, folder, "--bootstrap", "--log-warnings=0"),
            input=self._statements(distribution),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if "ERROR" in line] or [done.stderr.strip()]
            raise DataPlaneError(
                f"{distribution.label} could not make a data folder: {said[0]}",
                fix="free some disk space, or name another mysqld with TIDEGATE_MYSQLD",
            )

    def begin_anew(self, admin: Administration) -> None:
        """Its GTIDs are numbers of the cluster that it came from: the new one counts from one."""
        admin.execute("RESET SLAVE ALL")
        admin.execute("SET GLOBAL gtid_slave_pos = ''")

    def forget_logs(self, data: Path) -> None:
        """Binary logs would go on with the other cluster's numbers."""
        for pattern in _LOGS:
            for file in data.glob(pattern):
                file.unlink()

    def _statements(self, distribution: Distribution) -> str:
        share = _share(distribution)
        read = "\n".join((share / name).read_text() for name in _STATEMENTS)
        # As mariadb-install-db does it: this machine's name is no host of an account.
        kept = "\n".join(line for line in read.splitlines() if "@current_hostname" not in line)
        # Else it would make `root` without a password, for everybody on this machine.
        account = f"SET @auth_root_socket = '{self.administrator}';"
        others = "DELETE FROM mysql.global_priv WHERE User NOT IN ('mariadb.sys', @auth_root_socket);"
        return "\n".join(
            ["CREATE DATABASE mysql;", "USE mysql;", account, kept, "USE mysql;", others, _through_the_socket(), ""]
        )


def _through_the_socket() -> str:
    """The account that mariadb-install-db makes may also get a password: ours never."""
    return (
        'UPDATE mysql.global_priv SET Priv = \'{"access":18446744073709551615,"plugin":"unix_socket"}\''
        " WHERE User = @auth_root_socket;"
    )


def _share(distribution: Distribution) -> Path:
    """The folder of the server's own statements."""
    found = [Path(each.partition("=")[2]) for each in distribution.options if each.startswith("--lc-messages-dir=")]
    for share in [*found, *(folder.parent / name for folder in distribution.folders for name in _SHARES)]:
        if (share / _STATEMENTS[0]).exists():
            return share
    raise DataPlaneError(
        f"{distribution.label} comes without {_STATEMENTS[0]}", fix="install all of the server's package"
    )


_SHARES = ("share/mysql", "share/mariadb", "share")
