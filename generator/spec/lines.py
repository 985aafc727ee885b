"""Lines and columns of a text, counted as a YAML reader counts them."""

import re
from typing import NamedTuple

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class Position(NamedTuple):
    """A place in a file; both numbers count from 1."""

    line: int
    column: int


def split_lines(text: str) -> list[str]:
    """The lines without their ends.

    These are the line breaks of YAML 1.1 (https://yaml.org/spec/1.1/), which libyaml counts by.
    """
    return _BREAK.split(text)


def first_on_each_line(pattern: re.Pattern[str], text: str) -> list[tuple[Position, str]]:
    """Where `pattern` (or its last group) first matches on each line, and what matches."""
    found = ((number, pattern.search(line)) for number, line in enumerate(split_lines(text), start=1))
    return [(Position(number, match.start(pattern.groups) + 1), match[0]) for number, match in found if match]
