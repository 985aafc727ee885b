"""Initialised data folders, one a server version: a member's folder is a copy, which takes a tenth of a second."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from sandbox.data_plane.cache import cache_directory, locked
from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.progress import Progress, quiet
from sandbox.data_plane.servers.connection import ADMIN, administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import DATA, SOCKET, base_options, write_options
from sandbox.data_plane.servers.parameters import defaults
from sandbox.data_plane.servers.process import command
from sandbox.data_plane.servers.starting import started

STOP_SECONDS = 60.0
ZONES = Path("/usr/share/zoneinfo")
_LAYOUT = 2
"""Part of a template's name: one that an older Tidegate made is not taken."""

_SMALL = {"innodb_redo_log_capacity": "33554432", "innodb_use_native_aio": "OFF", "mysqlx": "OFF"}


def template(distribution: Distribution, progress: Progress = quiet, folder: Path | None = None) -> Path:
    """A data folder of this version, with the internal account in it and nothing else. Raises DataPlaneError.

    It is never written to again: take a copy.
    """
    home = (folder or cache_directory()) / "templates"
    made = home / f"{distribution.product.lower()}-{distribution.version}-{os.geteuid()}-{_LAYOUT}"
    with locked(home / "lock"):
        if not made.exists():
            progress(f"initialising a data folder of {distribution.label} (once)")
            with tempfile.TemporaryDirectory(dir=home, prefix="initialising-") as temporary:
                _initialise(distribution, Path(temporary))
                (Path(temporary) / DATA).rename(made)
    return made


def copy_data(source: Path, folder: Path) -> None:
    """Copies a data folder to `folder/data`, as that of another server. Raises DataPlaneError if the disk is full."""
    folder.mkdir(parents=True, exist_ok=True)
    # Redo logs are mostly holes.
    copied = subprocess.run(
        ["cp", "--archive", "--reflink=auto", "--sparse=always", source, folder / DATA],
        capture_output=True,
        text=True,
        check=False,
    )
    if copied.returncode:
        raise DataPlaneError(f"a data folder could not be copied: {copied.stderr.strip()}", fix="free some disk space")
    (folder / DATA / "auto.cnf").unlink(missing_ok=True)


def _initialise(distribution: Distribution, folder: Path) -> None:
    write_options(folder, {**base_options(folder), **defaults(), **_SMALL, "skip_networking": "ON"})
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


def _make_internal_account(distribution: Distribution, folder: Path) -> None:
    write_options(
        folder,
        {
            **base_options(folder),
            **defaults(),
            **_SMALL,
            "skip_networking": "ON",
            "skip_log_bin": "ON",
            "plugin_dir": str(distribution.plugins),
            "plugin_load": "auth_socket.so",
        },
    )
    process = started(distribution, folder, user="root")
    try:
        with administration(folder, user="root") as root:
            owner = pwd.getpwuid(os.geteuid()).pw_name
            root.execute(f"CREATE USER {ADMIN}@localhost IDENTIFIED WITH auth_socket AS %s", [owner])
            root.execute(f"GRANT ALL ON *.* TO {ADMIN}@localhost WITH GRANT OPTION")
            _load_time_zones(distribution, folder)
            root.execute("DROP USER root@localhost")
    finally:
        process.stop(STOP_SECONDS)
    for left in ("auto.cnf", "mysql.sock", "mysql.sock.lock"):
        (folder / DATA / left).unlink(missing_ok=True)


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


def forget(folder: Path) -> None:
    """Deletes the data of a server that has ended."""
    shutil.rmtree(folder / DATA, ignore_errors=True)
