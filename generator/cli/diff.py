"""`tidegate diff ENV REF`: what a change of the spec means in the render."""

from pathlib import Path

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import output_option, write_report, write_text
from generator.cli.progress import Progress
from generator.differences.changes import Side
from generator.errors import MisuseError
from generator.spec.loading import Loaded


@click.command("diff")
@click.argument("environment", metavar="ENV")
@click.argument("revision", metavar="REF")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@output_option
def command(environment: str, revision: str, form: str, output: str | None) -> int:
    """Show what the change of ENV's spec since the git revision REF means in the render.

    Both versions are rendered by the code as it is now; nothing is planned, and no Terraform is needed. Exit code 0:
    shown, whether or not there is a difference, 1: the spec as it is now has findings, 2: misuse, or a tool failed.
    """
    from generator.differences import compare, spec_at
    from generator.project import find_project
    from generator.report.differences import FORMATS
    from generator.spec.loading import load, load_bytes

    project = find_project()
    spec = project.spec(environment)
    now = load(project.root / spec, shown_as=spec.as_posix())
    if now.findings:
        write_report(now.findings, {"environment": environment}, "text", output)
        return EXIT_FINDINGS
    then = load_bytes(spec_at(project.root, spec, revision), shown_as=f"{revision}:{spec.as_posix()}", name=environment)
    if then.findings:
        first = then.findings[0]
        raise MisuseError(
            f"the spec at {revision} is not sound: line {first.line}: {first.message}",
            fix="name a revision at which it was",
        )
    with Progress(quiet=form != "text").step("Render both"):
        difference = compare(_side(then), _side(now))
    write_text(FORMATS[form](difference), output)
    return 0


def _side(loaded: Loaded) -> Side:
    from generator.node import find_node
    from modules.literals import ConfigurationError

    find_node()
    from generator.synth.rendering import render

    assert loaded.document is not None
    assert loaded.environment is not None
    try:
        rendered = render(loaded.document, loaded.environment)
    except ConfigurationError as error:
        name = Path(loaded.document.file).name
        raise MisuseError(f"{name} cannot be rendered: {error}", fix="change what the message names") from error
    return Side(rendered.stack, rendered.origins, rendered.files)
