"""Compiles what has to be in C, with the compiler that this machine has."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.data_plane.errors import DataPlaneError

COMPILERS = ("cc", "gcc", "clang")
FLAGS = ("-shared", "-fPIC", "-O2", "-std=gnu11", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror")


def compile_library(
    source: Path, library: Path, flags: Sequence[str] = (), environment: Mapping[str, str] = os.environ
) -> None:
    """Makes a shared library of one file. Raises DataPlaneError if there is no compiler, or it fails."""
    compiler = _compiler(source, environment)
    command: list[str | Path] = [compiler, *FLAGS, *flags, "-o", library, source]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        lines = said.stderr.strip().splitlines() or [f"it ended with status {said.returncode}"]
        raise DataPlaneError(
            f"{compiler} could not compile {source.name}: {lines[0]}", fix="name another compiler in CC"
        )


def _compiler(source: Path, environment: Mapping[str, str]) -> str:
    wanted = (environment["CC"],) if environment.get("CC") else COMPILERS
    for name in wanted:
        if found := shutil.which(name, path=environment.get("PATH")):
            return found
    raise DataPlaneError(
        f"there is no C compiler ({', '.join(wanted)}) for {source.parent.name}/{source.name}",
        fix="install one (Debian: `apt-get install gcc libc6-dev`), or name one in CC",
    )
