"""Reads a spec path as findings and the render write it."""

import re

from generator.spec.document import Document, Path

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def spec_path(text: str, document: Document) -> Path:
    """The path that a dotted text means in `document`; keys of a mapping may hold dots themselves."""
    path: Path = ()
    rest = text
    while rest:
        path, rest = _next(path, rest, document)
    return path


def _next(path: Path, rest: str, document: Document) -> tuple[Path, str]:
    for length in range(len(rest), 0, -1):
        step = rest[:length]
        if (*path, step) in document.values and rest[length : length + 1] in ("", ".", "["):
            return (*path, step), rest[length:].removeprefix(".")
    found = _STEP.match(rest)
    if found is None:
        return path, ""
    index, name = found.groups()
    return (*path, int(index) if index else name), rest[found.end() :].removeprefix(".")
