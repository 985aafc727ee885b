"""The sandbox as a process: what it says when it is ready, and when it ends."""

import fcntl
import json
import os
import signal
import stat
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import TextIO

from sandbox.backing import DataPlane
from sandbox.control_plane import ControlPlane

READY_FILE = "sandbox.json"
LOCK_FILE = "sandbox.lock"
LOOK_SECONDS = 1.0
DATA_PLANE = "sandbox.data_plane"


class FolderInUseError(OSError):
    """Another sandbox serves from this folder."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be served: from which folder, for which accounts, for how long without a call."""

    folder: Path
    accounts: Sequence[str] = ()
    port: int = 0
    idle_minutes: float | None = None
    data_plane: bool = True


def serve(order: Order) -> None:
    """Serves until it is told to end, or nobody calls for `idle_minutes`.

    Prints one line of JSON when it is ready, and keeps the same in `sandbox.json`, for its owner alone.
    Raises PortInUseError and FolderInUseError.
    """
    ended = Event()
    with ExitStack() as open_:
        open_.callback(_claim(order.folder).close)
        control_plane = ControlPlane(order.port, order.folder)
        open_.callback(control_plane.close)
        data_plane = _data_plane(order, control_plane)
        if data_plane:
            open_.callback(data_plane.close)
        control_plane.resume()
        _end_with_parent_or_signal(ended)
        ready = order.folder / READY_FILE
        open_.callback(ready.unlink, missing_ok=True)
        _announce(ready, _ready(order, control_plane, data_plane))
        _wait(ended, order.idle_minutes, lambda: control_plane.idle_seconds)


def _data_plane(order: Order, control_plane: ControlPlane) -> DataPlane | None:
    opened = getattr(import_module(DATA_PLANE), "opened", None)
    if not order.data_plane or opened is None:
        return None
    data_plane: DataPlane = opened(order.folder, control_plane.judge)
    control_plane.stand_on(data_plane)
    return data_plane


def _ready(order: Order, control_plane: ControlPlane, data_plane: DataPlane | None) -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "endpoint": control_plane.endpoint,
        "credentials": {account: control_plane.credentials(account) for account in order.accounts},
        "dns": {"address": data_plane.dns[0], "port": data_plane.dns[1]} if data_plane and data_plane.dns else None,
        "ca_bundle": str(data_plane.ca_bundle) if data_plane and data_plane.ca_bundle else None,
        "mysql": control_plane.backing.engine(),
        "lacks": dict(control_plane.backing.lacks()),
        "admin": f"{control_plane.endpoint}/tidegate",
    }


def _announce(file: Path, ready: dict[str, object]) -> None:
    text = json.dumps(ready)
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(f"{text}\n")
    draft.replace(file)
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _claim(folder: Path) -> TextIO:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (folder / LOCK_FILE).open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise FolderInUseError(f"another sandbox serves from {folder}") from error
    return lock


def _end_with_parent_or_signal(ended: Event) -> None:
    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        # A terminal sends Ctrl-C to everyone; the parent decides when its child is no longer needed.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        Thread(target=_until_end_of_input, args=(ended,), daemon=True).start()
    else:
        signal.signal(signal.SIGINT, end)


def _until_end_of_input(ended: Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


def _wait(ended: Event, idle_minutes: float | None, idle_seconds: Callable[[], float]) -> None:
    while not ended.wait(LOOK_SECONDS):
        if idle_minutes is not None and idle_seconds() > idle_minutes * 60:
            return
