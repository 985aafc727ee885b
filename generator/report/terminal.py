"""Findings on a terminal: in colour, with the offending line."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from generator.findings import Finding
from generator.report.dispatch import Checked
from generator.report.excerpt import excerpt
from generator.report.printable import one_line
from generator.report.summary import verdict
from generator.report.text import details, label, summary_line

_STYLES = {"error": "bold red", "warning": "bold yellow", "pass": "bold green", "fail": "bold red"}


def write(findings: Sequence[Finding], checked: Checked, stream: TextIO) -> None:
    """Writes each finding below its offending line, then the verdict."""
    console = Console(file=stream, highlight=False, soft_wrap=True)
    for found in findings:
        for line in _lines(found, console.width):
            console.print(line)
        console.print()
    console.print(Text(summary_line(findings, checked), _STYLES[verdict(findings)]))


def _lines(found: Finding, width: int) -> Iterator[Text]:
    style = "dim" if found.waived else _STYLES[found.severity]
    parts = ((one_line(found.location), "bold"), (label(found), style), (one_line(found.message), ""))
    yield Text("  ").join(Text(text, shown) for text, shown in parts if text)
    margin = f"    {found.line} | "
    shown = excerpt(found, max(width - len(margin), 40))
    if shown:
        line, marker = shown
        yield Text.assemble((margin, "dim"), line)
        yield Text.assemble((f"{'| ':>{len(margin)}}", "dim"), (marker, style))
    for detail in details(found):
        yield Text(detail)
