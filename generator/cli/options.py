"""Options that several commands have, and what they do with them."""

import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click

from generator.findings import Finding
from generator.report import FORMATS, Checked, Format, report
from generator.targets.target import NAMES

_Command = TypeVar("_Command", bound=Callable[..., object])


def report_options(command: _Command) -> _Command:
    """Adds `--format` and `--output`, which arrive as `form` and `output`; see `write_report`."""
    return _format_option(_output_option(command))


def more_reports_option(command: _Command) -> _Command:
    """Adds `--report`, which arrives as pairs `reports` of a format and a file; see `write_reports`."""
    return click.option(
        "--report",
        "reports",
        type=(click.Choice(FORMATS), click.Path(dir_okay=False)),
        multiple=True,
        metavar="FORMAT FILE",
        help="Write the findings to FILE in another format too; may be given several times.",
    )(command)


def output_option(command: _Command) -> _Command:
    """Adds `--output`, which arrives as `output`; see `write_text`."""
    return _output_option(command)


def target_option(command: _Command) -> _Command:
    """Adds `--target`, which arrives as `target`."""
    return click.option(
        "--target", type=click.Choice(NAMES), default="sandbox", show_default=True, help="Where it is done."
    )(command)


def today_option(command: _Command) -> _Command:
    """Adds `--today`, which arrives as a date."""
    return click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        default=lambda: date.today().isoformat(),
        show_default="today",
        callback=_only_date,
        help="The day against which ends of support and expiry dates are held.",
    )(command)


def write_report(findings: Sequence[Finding], checked: Checked, form: Format, output: str | None) -> None:
    """Writes findings in the chosen form to the file `output`, or to standard output."""
    if output is None:
        _allow_any_text()
        report(findings, checked, form, sys.stdout)
        return
    with Path(output).open("w", encoding="utf-8", newline="\n") as stream:
        report(findings, checked, form, stream)


def write_reports(findings: Sequence[Finding], checked: Checked, reports: Sequence[tuple[Format, str | None]]) -> None:
    """Writes the same findings in several forms; see `write_report`."""
    for form, output in reports:
        write_report(findings, checked, form, output)


def write_text(text: str, output: str | None) -> None:
    """Writes text to the file `output`, or to standard output."""
    if output is None:
        _allow_any_text()
        sys.stdout.write(text)
        return
    Path(output).write_text(text, encoding="utf-8", newline="\n")


_format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How findings are written."
)
_output_option = click.option(
    "--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write to FILE instead of standard output."
)


def _only_date(_context: click.Context, _option: click.Parameter, value: datetime) -> date:
    return value.date()


def _allow_any_text() -> None:
    """A terminal or pipe that is not UTF-8 gets escapes, not a traceback."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")
