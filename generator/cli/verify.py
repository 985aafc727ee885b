"""`tidegate verify ENV`: asks the API whether everything is as the spec says."""

from datetime import date

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import report_options, target_option, today_option, write_report
from generator.cli.progress import Progress, say
from generator.findings import passes
from generator.report import Format
from generator.targets import TargetName


@click.command("verify")
@click.argument("environment", metavar="ENV")
@target_option
@report_options
@today_option
def command(environment: str, target: TargetName, form: Format, output: str | None, today: date) -> int:
    """Compare what the API says of ENV with its spec; nothing is changed.

    Encryption and keys, logins, parameters in force, zones, reachability, logs, alarms, backups and residency: each
    is asked for, in every region where that matters. `docs/rules.md` lists the assertions (LIVE…).
    Exit code 0: all is as it should be, 1: findings, 2: misuse, or a tool failed.
    """
    from generator.applying.job import open_job
    from generator.live import verify
    from generator.pipeline import render_environment
    from generator.project import find_project

    steps = Progress(quiet=form != "text")
    job = open_job(find_project(), environment, target, today, steps, say)
    with steps.step("Render the stack"):
        assert job.loaded.document is not None
        render_environment(job.project, job.loaded.document, job.environment)
    with steps.step("Ask the API what is really there") as note:
        findings, counts = verify(job.loaded, job.environment, job.target, job.declared, note=note)
    write_report(findings, {"environment": environment, "target": target, **counts}, form, output)
    return 0 if passes(findings) else EXIT_FINDINGS
