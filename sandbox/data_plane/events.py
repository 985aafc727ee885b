"""Events on their way to the control plane: whoever holds a cluster's lock never waits for it."""

from queue import SimpleQueue
from threading import Thread

from sandbox.backing import ClusterKey, Judge

_Event = tuple[ClusterKey, str, str, str]


class Events:
    """Hands events on, in order, on a thread of its own."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._queue: SimpleQueue[_Event | None] = SimpleQueue()
        self._thread = Thread(target=self._run, daemon=True, name="events")
        self._thread.start()

    def tell(self, key: ClusterKey, source: str, number: str, message: str) -> None:
        """Something happened; returns at once."""
        self._queue.put((key, source, number, message))

    def close(self) -> None:
        """Hands on what is left, and ends."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while event := self._queue.get():
            self._judge.event(*event)
