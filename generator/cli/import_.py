"""`tidegate import ENV --cluster ID`: takes over a cluster that was there before."""

from datetime import date
from pathlib import Path

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import today_option, write_report
from generator.cli.progress import Progress
from generator.errors import MisuseError
from generator.findings import passes
from generator.targets import NAMES, TargetName


@click.command("import")
@click.argument("environment", metavar="ENV")
@click.option("--cluster", required=True, metavar="ID", help="The cluster's identifier.")
@click.option("--region", required=True, metavar="REGION", help="The region that it is in.")
@click.option("--account", required=True, metavar="ACCOUNT", help="The account that it is in, twelve digits.")
@click.option("--team", required=True, metavar="TEAM", help="The team that answers for it.")
@click.option("--email", required=True, metavar="ADDRESS", help="Where its alarms go.")
@click.option("--target", type=click.Choice(NAMES), default="aws", show_default=True, help="Where the cluster is.")
@today_option
def command(
    environment: str,
    cluster: str,
    region: str,
    account: str,
    team: str,
    email: str,
    target: TargetName,
    today: date,
) -> int:
    """Read a live Multi-AZ DB cluster, and write the spec of ENV and its import blocks.

    Nothing in AWS is changed. The first plan of ENV then takes the cluster, its network, its keys and its logs into the
    state, and destroys nothing. Exit code 0: written, 1: written, and the spec has findings, 2: misuse, a tool failed,
    or the cluster cannot be taken over.
    """
    from generator.adoption import Owner, import_blocks, imports_file, read_existing, spec_text
    from generator.adoption.imports import as_text
    from generator.project import find_project
    from generator.targets import opening

    project = find_project()
    spec = Path("environments", f"{environment}.yaml")
    if (project.root / spec).exists():
        raise MisuseError(f"{spec} is there already", fix="choose another name, or remove it first")
    progress = Progress()
    with (
        progress.step(f"Read the cluster {cluster}"),
        opening(target, account_id=account, region=region, sandbox=project.sandbox) as open_target,
    ):
        existing = read_existing(open_target().session(region=region), cluster, account)
    text = spec_text(existing, environment, Owner(team, email), _jurisdiction(region))
    (project.root / spec).write_text(text, encoding="utf-8", newline="\n")
    blocks = import_blocks(existing)
    imports = imports_file(project.root, environment)
    imports.write_text(as_text(blocks), encoding="utf-8", newline="\n")
    for note in existing.notes:
        click.echo(f"note: {note}")
    click.echo(f"{len(blocks)} resources will be imported, by {imports.relative_to(project.root)}")
    return _judge(environment, spec, today)


def _judge(environment: str, spec: Path, today: date) -> int:
    from generator.pipeline import load_environment
    from generator.project import find_project

    _, findings = load_environment(find_project(), environment, today)
    write_report(findings, {"spec": spec.as_posix()}, "text", None)
    if not passes(findings):
        return EXIT_FINDINGS
    click.echo(f"next: tidegate plan {environment}, and look at what is changed in place")
    return 0


def _jurisdiction(region: str) -> str:
    """The jurisdiction that the region is in. Raises MisuseError for a region that Tidegate does not know."""
    from generator.facts.regions import regions

    found = [name for name, members in regions().jurisdictions.items() if region in members]
    if not found:
        known = sorted(region for members in regions().jurisdictions.values() for region in members)
        raise MisuseError(f"{region} is in no jurisdiction that Tidegate knows", fix=f"name one of {', '.join(known)}")
    return found[0]
