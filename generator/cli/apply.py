"""`tidegate apply ENV`: the saved plan that passed becomes real."""

from datetime import date

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import more_reports_option, report_options, target_option, today_option, write_reports
from generator.cli.progress import Progress, say
from generator.findings import passes
from generator.report import Format
from generator.targets import TargetName


@click.command("apply")
@click.argument("environment", metavar="ENV")
@target_option
@more_reports_option
@report_options
@today_option
def command(
    environment: str,
    target: TargetName,
    reports: tuple[tuple[Format, str], ...],
    form: Format,
    output: str | None,
    today: date,
) -> int:
    """Apply the saved plan of ENV, if its verdict passed and still holds.

    A plan that was altered, is older than a day, or was made from another spec, commit, state or account is refused.
    Afterwards a second plan must be empty, and the API is asked whether everything is as the spec says. On the
    sandbox, which is started if need be, a plan that was made without it is made anew first.
    Exit code 0: applied and verified, 1: findings, 2: misuse, or a tool failed.
    """
    from generator.applying.applying import apply_environment
    from generator.project import find_project

    project = find_project()
    applied = apply_environment(project, environment, target, today, Progress(quiet=form != "text"), say)
    checked: dict[str, str | int] = {"environment": environment, "target": target, "changes": applied.made}
    if applied.stamp:
        checked |= {**applied.checked, "plan": applied.stamp.sha256}
    if form == "text" and applied.evidence and not output:
        click.echo(f"{applied.made} changes made in {applied.seconds:.0f} s")
        click.echo(f"evidence: {applied.evidence.relative_to(project.root)}")
    write_reports(applied.findings, checked, [(form, output), *reports])
    return 0 if passes(applied.findings) else EXIT_FINDINGS
