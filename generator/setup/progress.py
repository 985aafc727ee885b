"""Says what the set-up is doing: a line for each step on a terminal, one line in all elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Writes to `stream`, which is standard error so that standard output stays the command's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lively = stream.isatty()
        self._started = time.monotonic()
        self._open = False

    def begin(self, what: str) -> None:
        """Announces the whole work."""
        self._write(f"{what}\n" if self._lively else f"{what} … ", still_open=not self._lively)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Announces a step, and says how long it took when it is done."""
        started = time.monotonic()
        if self._lively:
            self._write(f"  {what} … ", still_open=True)
        yield
        if self._lively:
            self._write(f"{time.monotonic() - started:.1f} s\n")

    def note(self, text: str) -> None:
        """A line that must be seen wherever the output goes."""
        self.break_line()
        self._write(f"{text}\n")

    def end(self, what: str) -> None:
        """Ends the announcement of `begin`."""
        self._write(f"ready after {time.monotonic() - self._started:.0f} s: {what}\n")

    def break_line(self) -> None:
        """Ends a line that is still waiting for its step's end."""
        if self._open:
            self._write("\n")

    def _write(self, text: str, *, still_open: bool = False) -> None:
        self._stream.write(text)
        self._stream.flush()
        self._open = still_open
