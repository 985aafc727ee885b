"""The command line: `tidegate COMMAND`. A command's module is imported when the command is called."""

from generator.cli.main import main

__all__ = ["main"]
