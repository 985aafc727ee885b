"""`tidegate summary ENV`: what the last plan of an environment came to, for a pull request or a browser."""

import json
from pathlib import Path
from typing import Any

import click

from generator.cli.options import output_option, write_text
from generator.errors import MisuseError, ToolError


@click.command("summary")
@click.argument("environment", metavar="ENV")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="Markdown for a comment, or a page for a browser.",
)
@click.option(
    "--blob",
    metavar="URL",
    help="Where the files of this commit can be seen (https://github.com/OWNER/NAME/blob/COMMIT); findings link there.",
)
@output_option
def command(environment: str, form: str, blob: str | None, output: str | None) -> None:
    """Say what the last `tidegate plan ENV` came to.

    Verdict, what changes and its effect on users, findings at their lines of the spec, and what is known of the cost:
    read from build/ENV/. The exit code does not depend on the verdict; that of the plan did.
    """
    from generator.project import find_project
    from generator.report.overview import Overview, as_html, as_markdown

    project = find_project()
    project.spec(environment)
    build = project.build(environment)
    said = _read(build / "verdict.json", environment)
    overview = Overview(environment, _findings(said), said["checked"], _plan(build, said))
    write_text((as_html if form == "html" else as_markdown)(overview, blob), output)


def _read(file: Path, environment: str) -> dict[str, Any]:
    if not file.is_file():
        raise MisuseError(f"{environment} was not planned here", fix=f"run `tidegate plan {environment}` first")
    try:
        said: dict[str, Any] = json.loads(file.read_bytes())
    except ValueError as error:
        raise ToolError(f"{file.name} is not what a plan writes: {error}", fix="plan again") from error
    return said


def _findings(said: dict[str, Any]) -> list[Any]:
    from generator.findings import Finding

    return [Finding(**each) for each in said["findings"]]


def _plan(build: Path, said: dict[str, Any]) -> Any:
    """The plan that the verdict is about: one that was left by another run is not shown."""
    from generator.terraform.plan import read_plan

    file = build / "plan.json"
    if "plan" not in said["checked"] or not file.is_file():
        return None
    return read_plan(json.loads(file.read_bytes()))
