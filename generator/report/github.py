"""Findings as the workflow commands that GitHub shows as annotations on the lines of a pull request.

Source: https://docs.github.com/en/actions/using-workflows/workflow-commands-for-github-actions; the escapes are those
of https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
"""

from collections.abc import Iterator, Sequence
from typing import TextIO

from generator.findings import Finding
from generator.report.dispatch import Checked
from generator.report.printable import one_line
from generator.report.text import details, summary_line

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def write(findings: Sequence[Finding], checked: Checked, stream: TextIO) -> None:
    """Writes one annotation a finding, and the verdict as a plain line of the log."""
    stream.writelines(f"{_command(found)}\n" for found in findings)
    stream.write(f"{summary_line(findings, checked)}\n")


def _command(found: Finding) -> str:
    kind = "notice" if found.waived else found.severity
    properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in _properties(found))
    lines = [one_line(found.message), *([f"    key: {one_line(found.path)}"] if found.path else []), *details(found)]
    message = "\n".join(line.strip() for line in lines)
    return f"::{kind} {properties}::{message.translate(_DATA)}"


def _properties(found: Finding) -> Iterator[tuple[str, str]]:
    for name, value in (("file", found.file), ("line", found.line), ("col", found.column)):
        if value is not None:
            yield name, one_line(str(value))
    yield "title", f"{found.rule}{' (waived)' if found.waived else ''}"
