"""`tidegate runbook ENV [NAME]`: what to do, with the names of the environment."""

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import output_option, write_report, write_text
from generator.errors import MisuseError


@click.command("runbook")
@click.argument("environment", metavar="ENV")
@click.argument("name", required=False, metavar="[NAME]")
@output_option
def command(environment: str, name: str | None, output: str | None) -> int:
    """Print the runbook NAME of ENV, or name them all.

    They are rendered from the spec, with the names that AWS knows; `tidegate render` writes them to
    build/ENV/runbooks/. Exit code 0: written, 1: the spec has findings, 2: misuse.
    """
    from generator.nearest import nearest
    from generator.project import find_project
    from generator.spec.loading import load

    project = find_project()
    spec = project.spec(environment)
    loaded = load(project.root / spec, shown_as=spec.as_posix())
    if loaded.environment is None:
        write_report(loaded.findings, {"environment": environment}, "text", output)
        return EXIT_FINDINGS
    from modules.runbooks import NAMES, runbooks

    if name is None:
        write_text("".join(f"{each}\n" for each in NAMES), output)
        return 0
    written = runbooks(loaded.environment)
    if name not in written:
        near = nearest(name, written)
        raise MisuseError(
            f"there is no runbook {name!r}", fix=f"did you mean {near}?" if near else f"name one of {', '.join(NAMES)}"
        )
    write_text(written[name], output)
    return 0
