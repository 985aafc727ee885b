"""Keeps what only one test process may do at a time from being done by two."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Waits until no other process is inside a block of the same name."""
    with (Path(tempfile.gettempdir()) / f"tidegate-tests-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
