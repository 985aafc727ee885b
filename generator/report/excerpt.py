"""The line that a finding is about, with a marker under its column."""

from functools import lru_cache
from pathlib import Path

from rich.cells import cell_len

from generator.findings import Finding
from generator.report.printable import one_line
from generator.spec.lines import split_lines
from generator.spec.reading import MOST_BYTES

_BEFORE = 30
"""Characters of a long line that are shown before the column."""


def excerpt(found: Finding, width: int) -> tuple[str, str] | None:
    """The offending line and the marker line, at most `width` wide; None if the file does not have it (any more)."""
    if found.file is None or found.line is None:
        return None
    lines = _lines(found.file)
    if not 0 < found.line <= len(lines):
        return None
    line, column = lines[found.line - 1], found.column or 1
    start = max(0, column - 1 - _BEFORE) if len(line) > width else 0
    before, after = one_line(line[start : column - 1]), one_line(line[column - 1 : start + width])
    return before + after, " " * cell_len(before) + "^"


@lru_cache
def _lines(file: str) -> list[str]:
    path = Path(file)
    try:
        if not path.is_file():
            return []
        with path.open("rb") as stream:
            return split_lines(stream.read(MOST_BYTES).decode("utf-8-sig", errors="replace"))
    except (OSError, ValueError):
        return []
