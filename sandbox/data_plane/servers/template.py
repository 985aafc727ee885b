"""Initialised data folders, one a server version: a member's folder is a copy, which takes a tenth of a second."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sandbox.data_plane.cache import cache_directory, locked
from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.families import family_of
from sandbox.data_plane.progress import Progress, quiet
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import DATA

_LAYOUT = 2
"""Part of a template's name: one that an older Tidegate made is not taken."""


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
                family_of(distribution).data.initialise(distribution, Path(temporary))
                for left in ("auto.cnf", "mysql.sock", "mysql.sock.lock"):
                    (Path(temporary) / DATA / left).unlink(missing_ok=True)
                (Path(temporary) / DATA).rename(made)
    return made


def copy_data(source: Path, folder: Path, name: str = DATA) -> None:
    """Copies a data folder to `folder/name`, as that of another server. Raises DataPlaneError if the disk is full.

    What is there is replaced.
    """
    shutil.rmtree(folder / name, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    # Redo logs are mostly holes.
    copied = subprocess.run(
        ["cp", "--archive", "--reflink=auto", "--sparse=always", source, folder / name],
        capture_output=True,
        text=True,
        check=False,
    )
    if copied.returncode:
        raise DataPlaneError(f"a data folder could not be copied: {copied.stderr.strip()}", fix="free some disk space")
    (folder / name / "auto.cnf").unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Deletes the data of a server that has ended."""
    shutil.rmtree(folder / DATA, ignore_errors=True)
