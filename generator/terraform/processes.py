"""Runs a program so that nothing of it is left, whatever ends the caller."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

GRACE_SECONDS = 20
IMPATIENT_SECONDS = 5

OnLine = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended, and what it wrote on standard error."""

    returncode: int
    errors: str


def run_lines(
    command: Sequence[str],
    *,
    folder: Path,
    variables: Mapping[str, str],
    on_line: OnLine,
    grace_seconds: float = GRACE_SECONDS,
) -> Completed:
    """Runs `command` in `folder` and hands each line of its output to `on_line`.

    The program has a session of its own, so that a Ctrl-C in the terminal reaches it once, from here: it is
    asked to stop, its last lines are still handed on, and it is killed where it has not ended within
    `grace_seconds`, or within five after a second interrupt. Raises OSError where it cannot be started.
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
            _read(process, on_line)
        except BaseException:
            _end(process, on_line, grace_seconds)
            raise
        finally:
            assert process.stdout is not None
            process.stdout.close()
        errors.seek(0)
        return Completed(process.returncode, errors.read())


def _read(process: subprocess.Popen[str], on_line: OnLine) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        on_line(line.rstrip("\n"))
    process.wait()


def _end(process: subprocess.Popen[str], on_line: OnLine, grace_seconds: float) -> None:
    """Asks the program to stop, and reads on meanwhile: one that cannot write would never end."""
    try:
        _ask_and_read(process, on_line, grace_seconds)
    except BaseException:
        # Whoever interrupts twice wants no more waiting; Terraform takes the second signal the same way.
        _ask_and_read(process, _unheard, IMPATIENT_SECONDS)
        raise


def _ask_and_read(process: subprocess.Popen[str], on_line: OnLine, seconds: float) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    killing = Timer(seconds, _kill, [process])
    killing.start()
    try:
        _read(process, on_line)
    finally:
        killing.cancel()


def _kill(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _unheard(_line: str) -> None:
    """Takes a line that nobody reads."""
