"""The sandbox that stays: one for a checkout, found again by what it wrote into its folder."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from generator.errors import ToolError
from generator.setup.exclusive import exclusive
from generator.targets.ready import FOREIGN_VARIABLES
from generator.targets.sandbox import port, start_fix

DATABASES_VARIABLE = "TIDEGATE_SANDBOX_DATABASES"
"""`no` starts a sandbox of the AWS APIs alone, which answer at once as no server has to start behind them."""

READY = "sandbox.json"
LOG = "sandbox.log"
IDLE_MINUTES = 30
START_SECONDS = 120
"""How long a sandbox that starts may say nothing: the first one fetches a MySQL."""

STOP_SECONDS = 60
OUTLIVED_SECONDS = 1.0
"""A line that a starting sandbox outlives by so much was not its last word."""

Ready = Mapping[str, Any]
Say = Callable[[str], None]


def running(folder: Path) -> Ready | None:
    """What the sandbox of `folder` said of itself, if it runs."""
    try:
        ready = json.loads((folder / READY).read_text())
        process = psutil.Process(ready["pid"])
        alive = _is_alive(process) and "sandbox" in process.cmdline()
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return None
    return ready if alive else None


def served(folder: Path) -> dict[str, object]:
    """Which server stands behind the clusters of the sandbox of `folder`, and what it lacks, as evidence keeps it."""
    ready = running(folder) or {}
    return {"server": ready.get("mysql"), "lacks": sorted(ready.get("lacks") or {})}


def command(folder: Path, accounts: Sequence[str], *, idle_minutes: int | None) -> list[str]:
    """The command that serves a sandbox out of `folder`."""
    idle = ["--idle-minutes", str(idle_minutes)] if idle_minutes else []
    alone = ["--no-data-plane"] if os.environ.get(DATABASES_VARIABLE) == "no" else []
    named = [part for account in accounts for part in ("--account", account)]
    return [
        sys.executable,
        "-m",
        "sandbox",
        "serve",
        "--folder",
        str(folder.absolute()),
        "--port",
        str(port()),
        *named,
        *idle,
        *alone,
    ]


def ensure(
    folder: Path, accounts: Sequence[str], *, idle_minutes: int = IDLE_MINUTES, say: Say = lambda _line: None
) -> tuple[Ready, bool]:
    """The sandbox of `folder`, started in the background where none runs; and whether it was started now.

    It ends by itself after `idle_minutes` without a call. `say` hears what it says while it starts. Raises ToolError
    if it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder / ".starting", lambda _pid: None):
        found = running(folder)
        return (found, False) if found else (_start(folder, accounts, idle_minutes, say), True)


def stop(folder: Path) -> bool:
    """Ends the sandbox of `folder` and waits until it has gone; false where none ran. Raises ToolError if it stays."""
    ready = running(folder)
    if ready is None:
        return False
    process = psutil.Process(ready["pid"])
    process.send_signal(signal.SIGTERM)
    limit = time.monotonic() + STOP_SECONDS
    # Not `process.wait`: what another process started stays a zombie until that one ends.
    while _is_alive(process):
        if time.monotonic() > limit:
            raise ToolError(
                f"the sandbox (process {process.pid}) does not stop", fix=f"end it yourself: `kill -KILL {process.pid}`"
            )
        time.sleep(0.05)
    return True


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def own_variables() -> dict[str, str]:
    """This process's environment without the user's own settings of AWS."""
    return {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}


def _start(folder: Path, accounts: Sequence[str], idle_minutes: int, say: Say) -> Ready:
    (folder / READY).unlink(missing_ok=True)
    with (folder / LOG).open("wb") as log:
        process = subprocess.Popen(
            command(folder, accounts, idle_minutes=idle_minutes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=own_variables(),
            start_new_session=True,
        )
    try:
        ready = wait_until_ready(process, folder, say)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    # It outlives this process on purpose; without a code, Python would complain of a child that nobody waited for.
    process.returncode = 0
    return ready


def wait_until_ready(process: subprocess.Popen[bytes], folder: Path, say: Say) -> Ready:
    """What a sandbox that was started says of itself, once it is ready; `say` hears what it does meanwhile.

    Its last words, where it ends instead, are the error's. Raises ToolError then, or if it says nothing for too long.
    """
    heard: list[tuple[float, str]] = []
    with (folder / LOG).open(encoding="utf-8", errors="replace") as log:
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            ready = running(folder)
            if ready and ready["pid"] == process.pid:
                return ready
            if process.poll() is not None:
                raise ToolError(f"the sandbox did not start: {_last_line(process, folder)}", fix=start_fix())
            for line in iter(log.readline, ""):
                heard.append((time.monotonic() + OUTLIVED_SECONDS, line.rstrip()))
                limit = time.monotonic() + START_SECONDS
            while heard and heard[0][0] < time.monotonic():
                say(heard.pop(0)[1])
            time.sleep(0.05)
    raise ToolError(f"the sandbox has said nothing for {START_SECONDS} seconds", fix=f"see {folder / LOG}")


def _last_line(process: subprocess.Popen[bytes], folder: Path) -> str:
    lines = (folder / LOG).read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"it ended with status {process.returncode}"
