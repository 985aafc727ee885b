"""`tidegate check [ENV…]`: what a pull request runs before any plan."""

from collections import Counter
from datetime import date

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import more_reports_option, report_options, today_option, write_reports
from generator.cli.progress import Progress
from generator.errors import MisuseError
from generator.findings import Finding, passes
from generator.report import Checked, Format


@click.command("check")
@click.argument("environments", metavar="[ENV]...", nargs=-1)
@click.option("--changed-since", "since", metavar="REF", help="Only the environments that a change since REF concerns.")
@more_reports_option
@report_options
@today_option
def command(
    environments: tuple[str, ...],
    since: str | None,
    reports: tuple[tuple[Format, str], ...],
    form: Format,
    output: str | None,
    today: date,
) -> int:
    """Validate and render environments, and hold them against the policies; without any ENV, all of them.

    Exit code 0: clean or warnings only, 1: findings, 2: misuse.
    """
    from generator.checking import check_environment
    from generator.matrix import changed_files, matrix
    from generator.project import find_project

    project = find_project()
    if since and environments:
        raise MisuseError("both environments and --changed-since are given", fix="give one of them")
    chosen = environments or tuple(project.environments())
    if since:
        chosen = matrix(project, changed_files(project.root, since)).changed
    findings: list[Finding] = []
    counted: Counter[str] = Counter()
    for name in chosen:
        project.spec(name)
        found, counts = check_environment(project, name, today, Progress(quiet=form != "text"))
        findings += found
        policies = counts.pop("policies", 0)
        counted.update(counts)
        counted["policies"] = max(policies, counted["policies"])
    checked: Checked = {"environments": list(chosen), **counted}
    write_reports(list(dict.fromkeys(findings)), checked, [(form, output), *reports])
    return 0 if passes(findings) else EXIT_FINDINGS
