"""`tidegate drift ENV`: what was changed beside Terraform."""

from datetime import date

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import report_options, target_option, today_option, write_report
from generator.cli.progress import Progress, say
from generator.findings import passes
from generator.report import Format
from generator.targets import TargetName


@click.command("drift")
@click.argument("environment", metavar="ENV")
@target_option
@report_options
@today_option
def command(environment: str, target: TargetName, form: Format, output: str | None, today: date) -> int:
    """Tell what of ENV was changed beside Terraform, and who owns it; nothing is changed.

    Changes that wait for the maintenance window, and edits of the spec that are not applied yet, are warnings; what
    changes by itself is not shown. Exit code 0: no drift, 1: drift, 2: misuse, or a tool failed.
    """
    from generator.applying.job import open_job
    from generator.drift import detect
    from generator.project import find_project

    job = open_job(find_project(), environment, target, today, Progress(quiet=form != "text"), say)
    findings, counts = detect(job)
    write_report(findings, {"environment": environment, "target": target, **counts}, form, output)
    return 0 if passes(findings) else EXIT_FINDINGS
