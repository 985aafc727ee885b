"""CPU time of a program and of all that it starts, and how long it takes."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Program:
    """A program of this Python, by its arguments."""

    arguments: Sequence[str]


class BrokenProgramError(Exception):
    """A program that was to be measured did not do its work."""


def elapsed_seconds(program: Program) -> float:
    """How long a run takes, for what waits more than it works. Raises BrokenProgramError where the run fails."""
    began = time.monotonic()
    cpu_seconds(program)
    return time.monotonic() - began


def cpu_seconds(program: Program) -> float:
    """User and system time of a run, in seconds, with that of every process it started and waited for.

    jsii waits for Node when Python ends, so Node's time is in it. Raises BrokenProgramError where the run fails.
    """
    command = [sys.executable, *program.arguments]
    # Byte code that is not kept would be compiled in every run.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BrokenProgramError(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return usage.ru_utime + usage.ru_stime
