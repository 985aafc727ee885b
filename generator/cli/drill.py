"""`tidegate drill NAME ENV`: holds a drill on a live target, and leaves evidence behind."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import report_options, today_option, write_report
from generator.cli.progress import Progress
from generator.errors import MisuseError
from generator.findings import passes
from generator.report import Format
from generator.targets import NAMES, TargetName

if TYPE_CHECKING:
    from drills.evidence import Report

ALL = "all"
WORDS = {"pass": "passed", "fail": "FAILED", "unknown": "not proven"}


@click.command("drill")
@click.argument("name", metavar="NAME")
@click.argument("environment", metavar="ENV")
@click.option("--target", type=click.Choice(NAMES), default="sandbox", show_default=True, help="Where it is held.")
@click.option("--database", metavar="NAME", help="Which database of ENV, where it has several.")
@click.option("--short", is_flag=True, help="A few failovers and seconds, to see that a drill works at all.")
@report_options
@today_option
def command(
    name: str,
    environment: str,
    target: TargetName,
    database: str | None,
    short: bool,
    form: Format,
    output: str | None,
    today: date,
) -> int:
    """Hold a drill on the live cluster of ENV, or `all` of them, and leave evidence under build/ENV/evidence/.

    A drill works in a schema of its own and cleans up what it made. On AWS it needs `drills: {allowed: true}` in the
    spec, and the tag that comes of it on the cluster. Exit code 0: every check passed, 1: findings, 2: misuse, or a
    tool failed.
    """
    from drills.arena import FULL, SHORT
    from generator.drilling import Wish, hold_drills
    from generator.project import find_project

    project = find_project()
    wish = Wish(
        environment=environment,
        drills=_named(name),
        target=target,
        today=today,
        database=database,
        scale=SHORT if short else FULL,
    )
    shown = _show if form == "text" and not output else _unshown
    held = hold_drills(project, wish, Progress(quiet=form != "text"), shown)
    checked: dict[str, str | int | Sequence[str]] = {"environment": environment, "target": target}
    checked |= {"drills": [report.drill for report, _ in held.reports]}
    checked |= {"checks": sum(len(report.verdicts) for report, _ in held.reports)}
    checked |= {"evidence": [str(page.parent) for _, page in held.reports]}
    write_report(held.findings, checked, form, output)
    return 0 if passes(held.findings) else EXIT_FINDINGS


def _named(name: str) -> Sequence[str]:
    from drills.registry import DRILLS
    from generator.nearest import nearest

    if name == ALL:
        return tuple(DRILLS)
    if name not in DRILLS:
        near = nearest(name, [*DRILLS, ALL])
        raise MisuseError(
            f"there is no drill {name!r}: they are {', '.join(DRILLS)}",
            fix=f"did you mean {near}?" if near else f"name one of them, or `{ALL}`",
        )
    return (name,)


def _show(report: "Report", page: Path) -> None:
    click.echo(
        f"{report.drill}: {WORDS[report.result]} ({report.provenance.seconds:.0f} s, {report.provenance.server})"
    )
    for verdict in report.verdicts:
        click.echo(f"  {WORDS[verdict.result]:<10} {verdict.check}: {verdict.note}")
    click.echo(f"  evidence: {page}")
    sys.stdout.flush()


def _unshown(_report: "Report", _page: Path) -> None:
    """The report for machines has it all."""
