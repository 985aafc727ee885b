"""The words that MySQL keeps for itself."""

from functools import cache

from generator.facts.reading import read_json


@cache
def reserved_words() -> frozenset[str]:
    """The reserved words of MySQL 8.0 and 8.4, in lower case."""
    return frozenset(read_json("reserved_words.json")["words"])
