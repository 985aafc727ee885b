"""How the steps of a long command are told to whoever looks on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol


class Steps(Protocol):
    """Whoever is told about the steps."""

    def step(self, title: str) -> AbstractContextManager[Callable[[str], None]]:
        """Goes around one step; the block may add notes to the title."""
