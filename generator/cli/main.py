"""The `tidegate` command: finds the sub-command, and turns what ends it into one line and an exit code."""

import errno
import importlib
import os
import signal
import sys
from types import FrameType
from typing import NoReturn, cast

import click
from click.exceptions import NoSuchCommand

from generator.errors import TidegateError

EXIT_FINDINGS = 1
EXIT_MISUSE = 2
EXIT_INTERRUPTED = 130

COMMANDS = {
    "apply": "generator.cli.apply",
    "check": "generator.cli.check",
    "destroy": "generator.cli.destroy",
    "diff": "generator.cli.diff",
    "drift": "generator.cli.drift",
    "drill": "generator.cli.drill",
    "explain": "generator.cli.explain",
    "matrix": "generator.cli.matrix",
    "import": "generator.cli.import_",
    "plan": "generator.cli.plan",
    "policy": "generator.cli.policy",
    "render": "generator.cli.render",
    "runbook": "generator.cli.runbook",
    "sandbox": "generator.cli.sandbox",
    "schema": "generator.cli.schema",
    "summary": "generator.cli.summary",
    "validate": "generator.cli.validate",
    "verify": "generator.cli.verify",
}
"""The module of each sub-command; the module's `command` is what click runs."""


class LazyGroup(click.Group):
    """Imports a sub-command's module only when that sub-command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all sub-commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The sub-command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        return cast(click.Command, importlib.import_module(COMMANDS[cmd_name]).command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The sub-command that the arguments begin with. Raises NoSuchCommand, with the names that are near."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tidegate")
def tidegate() -> None:
    """Renders, polices and plans RDS for MySQL Multi-AZ DB clusters from one spec an environment."""


def main() -> None:
    """Runs the command line and exits: 0 clean, 1 findings, 2 misuse or a tool that failed."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end_orderly)
    try:
        code = tidegate(standalone_mode=False)
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.ClickException as misuse:
        misuse.show()
        code = EXIT_MISUSE
    except TidegateError as error:
        code = _report(str(error), error.fix)
    except (KeyboardInterrupt, click.Abort):
        code = EXIT_INTERRUPTED
        click.echo("interrupted", err=True)
    except BrokenPipeError:
        # Whoever read our output has stopped; the interpreter must not complain while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        code = _report(*_operating_system(error))
    sys.exit(code if isinstance(code, int) else 0)


def _end_orderly(number: int, _frame: FrameType | None) -> NoReturn:
    """Ends the command as an exception does, so that the processes that it started are stopped on the way."""
    sys.exit(128 + number)


def _report(message: str, fix: str) -> int:
    click.echo(f"{click.style('error', fg='red', bold=True)}: {message}\n  fix: {fix}", err=True)
    return EXIT_MISUSE


def _operating_system(error: OSError) -> tuple[str, str]:
    """What the system refused, and what to do about it."""
    if error.errno == errno.ENOSPC:
        return "there is no space left on the disk", "free some where build/ and the caches are, and call again"
    named = f"{error.filename}: " if error.filename else ""
    return f"{named}{error.strerror or error}", "mend what the message names, and call again"
