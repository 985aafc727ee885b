"""How what takes long says what it does."""

from collections.abc import Callable

Progress = Callable[[str], None]
"""Told one line before each long step."""


def quiet(_: str) -> None:
    """Says nothing."""
