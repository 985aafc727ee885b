"""`tidegate plan ENV`: the main job, from the spec to a saved plan."""

import sys
from datetime import date

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import report_options, today_option, write_report
from generator.cli.progress import Progress, say
from generator.findings import passes
from generator.report import Format
from generator.targets import NAMES, TargetName


@click.command("plan")
@click.argument("environment", metavar="ENV")
@click.option("--target", type=click.Choice(NAMES), default="sandbox", show_default=True, help="Where the plan goes.")
@report_options
@today_option
def command(environment: str, target: TargetName, form: Format, output: str | None, today: date) -> int:
    """Validate, render and plan ENV, and save the plan under build/ENV/.

    The sandbox needs no AWS account; with `--target aws` your own credentials are used, which must be those of the
    environment's account. Exit code 0: clean, 1: findings, 2: misuse, or a tool failed.
    """
    from generator.applying.alone import alone
    from generator.pipeline import checked_of, plan_environment, save_verdict
    from generator.project import find_project

    project = find_project()
    with alone(project, environment, say):
        outcome = plan_environment(project, environment, target, today, Progress(quiet=form != "text"))
        save_verdict(project, outcome, target)
    build = project.build(environment)
    if form == "text" and outcome.plan is not None and not output:
        from generator.report.plan_summary import print_summary

        print_summary(outcome.plan, outcome.origins, sys.stdout)
        click.echo(f"plan saved: {build.relative_to(project.root)}/plan.tfplan (sha256 {outcome.plan_hash})")
    write_report(outcome.findings, checked_of(outcome, target), form, output)
    return 0 if passes(outcome.findings) else EXIT_FINDINGS
