"""The page of all commands, made from their own help."""

import re
from collections.abc import Iterator

import click

from generator.cli.main import COMMANDS, tidegate
from generator.project import find_project

WIDTH = 100
_TARGET = re.compile(r"^([a-z-]+):.*?## (.+)$", re.MULTILINE)


def commands_page() -> str:
    """Markdown: what `make` does, then every command of `tidegate` with its help."""
    return "\n".join([*_make(), *_group(), *(line for name in sorted(COMMANDS) for line in _command(name))])


def make_targets() -> dict[str, str]:
    """What each target of the Makefile does, by name."""
    makefile = find_project().root / "Makefile"
    return dict(_TARGET.findall(makefile.read_text(encoding="utf-8")))


def _make() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "## make"
    yield ""
    yield "Each target does its own set-up. `make` itself ends with 2 whatever a recipe ended with; call"
    yield "`.venv/bin/tidegate` where the exit code matters."
    yield ""
    yield "| target | what it does |"
    yield "|---|---|"
    yield from (f"| `make {name}` | {what} |" for name, what in make_targets().items())
    yield ""


def _group() -> Iterator[str]:
    yield "## tidegate"
    yield ""
    yield "| exit code | meaning |"
    yield "|---|---|"
    yield "| 0 | clean, or nothing but warnings |"
    yield "| 1 | findings |"
    yield "| 2 | misuse, or a tool failed: one line says which, a second how to mend it |"
    yield "| 130 | interrupted |"
    yield ""
    yield from _help("tidegate", tidegate)


def _command(name: str) -> Iterator[str]:
    command = tidegate.get_command(click.Context(tidegate), name)
    assert command
    yield f"## tidegate {name}"
    yield ""
    yield from _help(f"tidegate {name}", command)


def _help(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=["-h", "--help"]
    )
    yield "```text"
    yield from (line.rstrip() for line in command.get_help(context).splitlines())
    yield "```"
    yield ""
