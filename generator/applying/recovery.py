"""Goes on where an apply was cut short: a state that could not be saved, a lock that was left, half-made resources."""

import getpass
import json
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psutil

from generator.applying.state import Lock, StateStore, mark_of
from generator.errors import ToolError
from generator.terraform.workspace import ERRORED_STATE, Workspace

RUN = ".run.json"
"""Written down before Terraform may lock the state, so that a later run knows a lock of its own."""

Say = Callable[[str], None]


def write_down(build: Path) -> None:
    """Notes that a run of this folder begins; `settle` removes the note, unless the run leaves its lock behind."""
    note = {"pid": os.getpid(), "started": datetime.now(UTC).isoformat()}
    (build / RUN).write_text(json.dumps(note) + "\n")


def settle(build: Path, store: StateStore) -> None:
    """Forgets the run if the lock is free."""
    if store.lock() is None:
        (build / RUN).unlink(missing_ok=True)


def recover(build: Path, store: StateStore, workspace: Workspace, say: Say) -> None:
    """Frees a lock of an own run that has ended, and writes a state that Terraform could not save.

    A lock of anybody else is left alone. Raises ToolError where the unsaved state does not follow the saved one.
    """
    lock = store.lock()
    if lock and _is_own(lock, build):
        workspace.unlock(lock.id)
        say(f"freed the lock of a run that was cut short: {lock}")
    _save_errored(build, store, workspace, say)


def mend_local(file: Path) -> None:
    """Puts a local state that was cut off, as on a full disk, back to its last copy, or away where there is none.

    What it then lacks is taken up, as after any apply that could not save its state.
    """
    copy = file.with_name(f"{file.name}.backup")
    if file.exists() and not _is_whole(file):
        if _is_whole(copy):
            copy.replace(file)
        else:
            file.unlink()


def _is_whole(file: Path) -> bool:
    try:
        return "version" in json.loads(file.read_text())
    except (OSError, ValueError):
        return False


def take_as_made(store: StateStore, workspace: Workspace, say: Say) -> None:
    """Keeps what was being made when an apply was cut short.

    Terraform would replace it. The plan that follows reads each of them and changes what is not as declared.
    """
    for address in store.tainted():
        workspace.untaint(address)
        say(f"kept {address}, whose creation was cut short: the plan says what it still lacks")


def _save_errored(build: Path, store: StateStore, workspace: Workspace, say: Say) -> None:
    file = build / ERRORED_STATE
    if not file.exists():
        return
    left, saved = mark_of(json.loads(file.read_text())), store.mark()
    if saved.lineage not in ("", left.lineage):
        raise ToolError(
            f"{file.name} is of another state than the one that is saved",
            fix=f"look into {file}: it names what was made; remove it once that is settled",
        )
    # What could not be saved for the first time has neither a lineage nor a serial yet.
    if left.serial > saved.serial or not saved.lineage:
        workspace.push_state(file)
        say(f"saved the state that an apply could not save (serial {left.serial})")
    file.unlink()


def _is_own(lock: Lock, build: Path) -> bool:
    """Whether the lock was left by a run from this folder that has ended."""
    try:
        note = json.loads((build / RUN).read_text())
    except (OSError, ValueError):
        return False
    own = lock.who == f"{getpass.getuser()}@{socket.gethostname()}"
    since = datetime.fromisoformat(lock.created[:19]).replace(tzinfo=UTC)
    before = datetime.fromisoformat(note["started"]).replace(microsecond=0)
    return own and since >= before and not psutil.pid_exists(note["pid"])
