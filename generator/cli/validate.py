"""`tidegate validate SPEC…`: everything that can be said of specs before anything is rendered."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import report_options, today_option, write_report
from generator.errors import MisuseError
from generator.findings import passes
from generator.report import Checked, Format


@click.command("validate")
@click.argument("specs", metavar="[SPEC]...", nargs=-1)
@report_options
@today_option
def command(specs: tuple[str, ...], form: Format, output: str | None, today: date) -> int:
    """Check specs: a SPEC is a file, or the name of an environment; without any, all environments.

    Rules across environments (a name, a network or an account used twice) see every environment of the checkout, but
    only findings in the given specs are shown. Exit code 0: clean or warnings only, 1: findings, 2: misuse.
    """
    from generator.findings_catalogue import spec_descriptions
    from generator.spec.loading import load
    from generator.validation import judge_among

    files = list(dict.fromkeys(_file(spec) for spec in specs)) or _environments()
    chosen = [load(file) for file in files]
    neighbours = [load(file) for file in _neighbours(files)]
    findings = judge_among(chosen, neighbours, today=today)
    checked: Checked = {"specs": [file.as_posix() for file in files], "rules": len(spec_descriptions())}
    write_report(findings, checked, form, output)
    return 0 if passes(findings) else EXIT_FINDINGS


def _file(spec: str) -> Path:
    """The file that an argument names. Raises MisuseError for a name that is neither an environment nor a path."""
    from generator.project import find_project

    path = Path(spec)
    if path.suffix in (".yaml", ".yml") or len(path.parts) != 1 or path.is_file():
        return path
    try:
        project = find_project()
        return _shown(project.root / project.spec(spec))
    except MisuseError:
        if path.exists():
            return path
        raise


def _environments() -> list[Path]:
    from generator.project import SPECS, find_project

    project = find_project()
    files = [_shown(project.root / project.spec(name)) for name in project.environments()]
    if not files:
        raise MisuseError(f"{SPECS}/ holds no spec", fix=f"add {SPECS}/<name>.yaml, or name a file")
    return files


def _neighbours(files: Iterable[Path]) -> list[Path]:
    """The other specs in the folders of the given ones that are folders of environments."""
    from generator.project import SPECS

    given = {file.absolute() for file in files}
    folders = sorted({file.parent for file in given if file.parent.name == SPECS})
    return [_shown(file) for folder in folders for file in sorted(folder.glob("*.yaml")) if file not in given]


def _shown(file: Path) -> Path:
    """The path as the user would type it: from the working directory where it lies below it."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file
