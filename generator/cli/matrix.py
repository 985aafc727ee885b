"""`tidegate matrix`: which environments a change concerns."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click

from generator.cli.main import EXIT_FINDINGS
from generator.cli.options import output_option, write_text
from generator.matrix import Matrix


def since_option(command: Any) -> Any:
    """Adds `--changed-since`, which arrives as `since`."""
    return click.option(
        "--changed-since", "since", metavar="REF", required=True, help="The branch or commit that the work is based on."
    )(command)


@click.command("matrix")
@since_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Names, JSON, or lines for a workflow's $GITHUB_OUTPUT.",
)
@click.option("--spec-only", is_flag=True, help="Hold the change to specs alone: exit code 1 if it touches more.")
@output_option
def command(since: str, form: str, spec_only: bool, output: str | None) -> int:
    """List the environments that a change since REF concerns.

    A changed spec concerns its environment; a change of docs or tests alone concerns none; a change of anything else
    is shared and concerns all. What is not committed counts too.
    """
    from generator.matrix import changed_files, matrix
    from generator.project import find_project
    from generator.report.text import write
    from generator.scope_rules import strays

    project = find_project()
    files = changed_files(project.root, since)
    found = matrix(project, files)
    wrong = strays(files) if spec_only else []
    if wrong:
        write(wrong, {"files": len(files)}, sys.stderr)
    write_text(_FORMS[form](found, _include(project, found)), output)
    return EXIT_FINDINGS if wrong else 0


def _include(project: Any, found: Matrix) -> list[dict[str, str]]:
    """What a job of each environment needs to know; a spec that cannot be read has no account and no region."""
    from generator.spec.loading import load

    rows = []
    for name in found.changed:
        spec = load(project.root / project.spec(name)).environment
        rows.append(
            {
                "environment": name,
                "region": spec.region if spec else "",
                "account_id": spec.account_id if spec else "",
            }
        )
    return rows


def _json(found: Matrix, include: list[dict[str, str]]) -> str:
    content = {"environments": found.changed, "include": include, "removed": found.removed, "shared": found.shared}
    return f"{json.dumps(content, indent=2)}\n"


def _github(found: Matrix, include: list[dict[str, str]]) -> str:
    any_ = "true" if found.changed else "false"
    return f"matrix={json.dumps({'include': include})}\nany={any_}\nremoved={json.dumps(found.removed)}\n"


def _text(found: Matrix, _include: list[dict[str, str]]) -> str:
    removed = [f"{name} (removed)" for name in found.removed]
    return "".join(f"{name}\n" for name in [*found.changed, *removed])


_FORMS: Mapping[str, Callable[[Matrix, list[dict[str, str]]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
