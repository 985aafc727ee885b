"""`tidegate destroy ENV`: takes an environment down."""

from datetime import date

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import report_options, target_option, today_option, write_report
from generator.cli.progress import Progress, say
from generator.errors import MisuseError
from generator.findings import passes
from generator.report import Format
from generator.targets import TargetName


@click.command("destroy")
@click.argument("environment", metavar="ENV")
@click.option("--yes", is_flag=True, help="Do not ask for the environment's name first; on AWS alone it is asked.")
@target_option
@report_options
@today_option
def command(environment: str, yes: bool, target: TargetName, form: Format, output: str | None, today: date) -> int:
    """Destroy everything of ENV, unless its spec or its account protects it, and list what is left.

    Each `deletion_protection` in the spec has to be false, and that has to be planned, waived and applied first. The
    final snapshots, and the bucket of the state, stay.
    Exit code 0: nothing is left, 1: protected, or something is left, 2: misuse, or a tool failed.
    """
    from generator.applying.destroying import destroy_environment
    from generator.project import find_project

    project = find_project()
    if target == "aws" and not yes and click.prompt(f"type {environment} to destroy it on AWS") != environment:
        raise MisuseError("that is not the environment's name", fix="call again, if it is to be destroyed")
    gone = destroy_environment(project, environment, target, today, Progress(quiet=form != "text"), say)
    checked: dict[str, str | int] = {"environment": environment, "target": target, "destroyed": gone.made}
    if form == "text" and gone.evidence and not output:
        click.echo(f"{gone.made} resources destroyed in {gone.seconds:.0f} s")
        click.echo(f"evidence: {gone.evidence.relative_to(project.root)}")
    write_report(gone.findings, {**checked, **gone.checked}, form, output)
    return 0 if passes(gone.findings) else EXIT_FINDINGS
