"""A process of a pool that ends when it is told to, and when the one that started it is gone."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ending_with_parent() -> Iterator[None]:
    """Ends this process, once what is inside is closed, on SIGTERM and when its parent has ended.

    A pool takes a job's SystemExit for its result, and waits for a next job that never comes.
    """
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    threading.Thread(target=_wait_for_parent, daemon=True).start()
    try:
        yield
    except SystemExit:
        os._exit(128 + signal.SIGTERM)


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
