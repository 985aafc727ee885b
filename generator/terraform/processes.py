"""Runs a program so that nothing of it is left, whatever ends the caller."""

import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GRACE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended, and what it wrote on standard error."""

    returncode: int
    errors: str


def run_lines(
    command: Sequence[str], *, folder: Path, variables: Mapping[str, str], on_line: Callable[[str], None]
) -> Completed:
    """Runs `command` in `folder` and hands each line of its output to `on_line`.

    The program has a session of its own, so that a Ctrl-C in the terminal reaches it once, from here: it is
    asked to stop, and killed where it does not within 20 seconds. Raises OSError where it cannot be started.
    """
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                on_line(line.rstrip("\n"))
            process.wait()
        finally:
            _end(process)
        errors.seek(0)
        return Completed(process.returncode, errors.read())


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()
