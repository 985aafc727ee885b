"""The known name that a misspelled one is nearest to."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 100
"""Longer names are no misspellings, and comparing them takes long."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The name among `known` that `name` was probably meant to be; None if none is near. Case does not count."""
    by_folded = {each.casefold(): each for each in known}
    found = get_close_matches(name.casefold(), by_folded, n=1) if len(name) <= _LONGEST else []
    return by_folded[found[0]] if found else None
