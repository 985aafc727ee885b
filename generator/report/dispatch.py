"""Writes findings in the form that was asked for."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Literal, TextIO, get_args

from generator.findings import Finding, in_reading_order

Format = Literal["text", "json", "sarif", "junit", "github", "markdown"]
FORMATS: tuple[str, ...] = get_args(Format)

Checked = Mapping[str, str | int | Sequence[str]]
"""What was looked at, for the reader of a report without findings: numbers, or lists of names."""

_MODULES: Mapping[Format, str] = {
    "text": "generator.report.text",
    "json": "generator.report.json_format",
    "sarif": "generator.report.sarif",
    "junit": "generator.report.junit",
    "github": "generator.report.github",
    "markdown": "generator.report.markdown",
}
"""Each has a `write(findings, checked, stream)`, and is imported when it is asked for: jinja2 and rich are slow."""


_TERMINAL = "generator.report.terminal"


def report(findings: Sequence[Finding], checked: Checked, form: Format, stream: TextIO) -> None:
    """Writes `findings`, in reading order, to `stream`; text is coloured if that is a terminal."""
    at_terminal = form == "text" and stream.isatty()
    module = import_module(_TERMINAL if at_terminal else _MODULES[form])
    module.write(in_reading_order(findings), checked, stream)
