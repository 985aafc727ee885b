"""The exceptions that end a command: misuse, or a tool that failed. Findings are no exceptions.

TidegateError
├── MisuseError      the command was called wrongly
└── ToolError        something that Tidegate runs or needs did not do its part
"""


class TidegateError(Exception):
    """Ends a command with exit code 2. `str(error)` is one line; `fix` says what to do about it."""

    def __init__(self, message: str, *, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


class MisuseError(TidegateError):
    """The command was called in a way that it cannot serve."""


class ToolError(TidegateError):
    """A tool or a machine's resource is missing, too old, or failed."""
