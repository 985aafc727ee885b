"""What takes its time: it runs beside the request, and the status shows it until it is done."""

import sys
import traceback
from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep
from typing import Protocol

from sandbox.backing import BackingError
from sandbox.control_plane.context import CONTEXT, LOCK


class HasStatus(Protocol):
    """A cluster or a snapshot."""

    status: str


def begin(
    subject: HasStatus,
    status: str,
    work: Callable[[], None],
    done: Callable[[], None],
    failed: Callable[[BackingError], None] = lambda _: None,
) -> None:
    """Shows `status`, works without the lock, then calls `done` under it and shows `available`.

    A BackingError leaves the status that it names, after `failed`. It takes at least `transition_seconds`, so that
    whoever waits for a change sees it begin.
    """
    subject.status = status
    Thread(target=_run, args=(subject, work, done, failed), daemon=True).start()


def _run(
    subject: HasStatus,
    work: Callable[[], None],
    done: Callable[[], None],
    failed: Callable[[BackingError], None],
) -> None:
    until = monotonic() + CONTEXT.transition_seconds
    try:
        work()
        sleep(max(0.0, until - monotonic()))
        with LOCK:
            subject.status = "available"
            done()
    except BackingError as error:
        _end(subject, failed, error)
    except Exception as error:  # whatever it is, the cluster must not stay in between for ever
        traceback.print_exc(file=sys.stderr)
        _end(subject, failed, BackingError("InternalFailure", repr(error), "failed"))
    CONTEXT.changed()


def _end(subject: HasStatus, failed: Callable[[BackingError], None], problem: BackingError) -> None:
    with LOCK:
        subject.status = problem.status
        failed(problem)
