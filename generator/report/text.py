"""Findings as text, plain and stable for a pipe."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from generator.findings import Finding
from generator.report.dispatch import Checked
from generator.report.printable import one_line
from generator.report.summary import checked_in_words, counts, verdict


def write(findings: Sequence[Finding], checked: Checked, stream: TextIO) -> None:
    """Writes each finding with its fix and its source, then one line with the verdict."""
    for found in findings:
        stream.writelines(f"{line}\n" for line in plain_lines(found))
    stream.write(f"{summary_line(findings, checked)}\n")


def plain_lines(found: Finding) -> Iterator[str]:
    """`file:line:col  error RDS014  message`, and indented below it the resource, the fix and the source."""
    yield "  ".join(part for part in (one_line(found.location), label(found), one_line(found.message)) if part)
    yield from details(found)


def label(found: Finding) -> str:
    """`error RDS014`; a waived finding says so."""
    return f"{'waived ' if found.waived else ''}{found.severity} {found.rule}"


def details(found: Finding) -> Iterator[str]:
    """The indented lines below a finding."""
    if found.resource:
        yield f"    for: {one_line(found.resource)}"
    yield f"    fix: {one_line(found.fix)}"
    if found.source:
        yield f"    why: {one_line(found.source)}"


def summary_line(findings: Sequence[Finding], checked: Checked) -> str:
    """`fail: 1 error, 2 warnings (2 specs, 71 rules)`."""
    words = checked_in_words(checked)
    return f"{verdict(findings)}: {counts(findings)}{f' ({words})' if words else ''}"
