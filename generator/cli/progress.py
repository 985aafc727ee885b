"""Tells a person at a terminal what is being done; says nothing to a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Note = Callable[[str], None]


class Progress:
    """The steps of a long command, on standard error. `quiet` is for output that machines read."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = sys.stderr.isatty() and not quiet

    @contextmanager
    def step(self, title: str) -> Iterator[Note]:
        """Shows that a step goes on, and then how long it took; the block may add a note to the title."""
        if not self._shown:
            yield _unheard
            return
        from rich.console import Console

        console = Console(stderr=True)
        started = time.monotonic()
        with console.status(title) as status:
            yield lambda note: status.update(f"{title} [dim]{note}[/dim]")
        console.print(f"[green]✓[/green] {title} [dim]{time.monotonic() - started:.1f} s[/dim]")


def say(text: str) -> None:
    """Tells a person, or a log, what happens beside the steps; on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _unheard(_note: str) -> None:
    """Takes a note that nobody reads."""
