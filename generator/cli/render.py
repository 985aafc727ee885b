"""`tidegate render ENV`: the Terraform JSON, without a plan."""

from datetime import date

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import report_options, today_option, write_report
from generator.cli.progress import Progress
from generator.findings import passes
from generator.report import Format


@click.command("render")
@click.argument("environment", metavar="ENV")
@report_options
@today_option
def command(environment: str, form: Format, output: str | None, today: date) -> int:
    """Validate ENV and render it to build/ENV/cdk.tf.json.

    Exit code 0: rendered, 1: findings, 2: misuse, or a tool failed.
    """
    from generator.pipeline import render_only
    from generator.project import find_project

    project = find_project()
    outcome = render_only(project, environment, today, Progress(quiet=form != "text"))
    checked: dict[str, str | int] = {"environment": environment, "resources": outcome.resources}
    write_report(outcome.findings, checked, form, output)
    return 0 if passes(outcome.findings) else EXIT_FINDINGS
