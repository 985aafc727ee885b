"""`tidegate policy PATH…`: the policies on what is rendered or planned already."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import report_options, today_option, write_report
from generator.errors import MisuseError
from generator.findings import Finding, passes
from generator.report import Checked, Format

_RENDER = "cdk.tf.json"


@click.command("policy")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--spec",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The spec that it must have been made from; findings point to its lines.",
)
@click.option(
    "--origins",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The render's origins.json, for a plan that does not lie beside it.",
)
@click.option("--checkov/--no-checkov", default=True, show_default=True, help="Run checkov too, and compare.")
@report_options
@today_option
def command(
    paths: tuple[str, ...],
    spec: Path | None,
    origins: Path | None,
    checkov: bool,
    form: Format,
    output: str | None,
    today: date,
) -> int:
    """Hold renders and plans against the policies.

    A PATH is a rendered cdk.tf.json, a plan's JSON, or a folder: then every render in it. What a stack may hold, and
    where, is read from the stack itself; --spec compares that with the spec, and lets the environment's waivers count.
    A plan that lies beside its render must hold the same resources. Exit code 0: clean or warnings only, 1: findings,
    2: misuse.
    """
    from generator.policing import judge_stack

    files = list(dict.fromkeys(file for path in paths for file in _files(Path(path))))
    findings: list[Finding] = []
    checked: Counter[str] = Counter()
    for file in files:
        found, counts = judge_stack(file, origins=origins, spec=spec, with_checkov=checkov)
        findings += [*found, *_compared(file, origins)]
        policies = counts.pop("policies")
        checked.update(counts)
    shown: Checked = {"stacks": [file.as_posix() for file in files], "policies": policies, **checked}
    findings = _waived(findings, spec, today)
    write_report(findings, shown, form, output)
    return 0 if passes(findings) else EXIT_FINDINGS


def _files(path: Path) -> Iterator[Path]:
    """The stacks that an argument names. Raises MisuseError if there is none."""
    if path.is_dir():
        renders = sorted(each for each in path.rglob(_RENDER) if ".terraform" not in each.parts)
        if not renders:
            raise MisuseError(f"there is no {_RENDER} in {path}", fix="`tidegate render ENV` writes build/ENV/")
        yield from renders
    else:
        yield path


def _compared(file: Path, origins: Path | None) -> list[Finding]:
    from generator.policing import compare_stacks

    render = file.with_name(_RENDER)
    if file.name == _RENDER or not render.is_file():
        return []
    return compare_stacks(render, file, origins=origins)


def _waived(findings: list[Finding], spec: Path | None, today: date) -> list[Finding]:
    """The findings with waivers applied: those of the checkout, in the environment that the spec is of."""
    from generator.project import find_project
    from generator.spec.loading import load
    from generator.waivers import apply_waivers, load_waivers

    environment = load(spec).environment if spec else None
    if environment is None:
        return findings
    try:
        file = find_project().root / "policies" / "waivers.yaml"
    except MisuseError:
        return findings
    waivers, faults = load_waivers(file, today, shown_as="policies/waivers.yaml")
    waived = apply_waivers(
        findings, waivers, environment.environment, environment.residency.classification, complete=False
    )
    return [*waived, *faults]
