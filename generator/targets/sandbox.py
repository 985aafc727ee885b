"""A sandbox that is a child of this process, which it never outlives: for a plan from nothing."""

import json
import os
import subprocess
import sys

from generator.errors import MisuseError, ToolError
from generator.targets.ready import FOREIGN_VARIABLES, sandbox_target
from generator.targets.target import Target

PORT_VARIABLE = "TIDEGATE_SANDBOX_PORT"
STOP_SECONDS = 5
COMMAND = (sys.executable, "-m", "sandbox", "serve", "--no-data-plane")
"""Without a folder: what it holds goes with it."""


class Starting:
    """A sandbox that was told to start; other work can go on until `target` is asked for."""

    def __init__(self, *, account_id: str, region: str) -> None:
        self._account_id = account_id
        self._region = region
        self._target: Target | None = None
        self._process = subprocess.Popen(
            [*COMMAND, "--port", str(port()), "--account", account_id],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES},
        )

    def target(self) -> Target:
        """The target, as soon as the sandbox serves. Raises ToolError if it ended instead."""
        if self._target is None:
            self._target = self._announced()
        return self._target

    def _announced(self) -> Target:
        # It says so once.
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ToolError(f"the sandbox did not start: {self._last_words()}", fix=start_fix())
        return sandbox_target(json.loads(line), account_id=self._account_id, region=self._region, live=False)

    def stop(self) -> None:
        """Closes the sandbox's standard input, which ends it, and waits until it has gone."""
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _last_words(self) -> str:
        assert self._process.stderr is not None
        lines = self._process.stderr.read().strip().splitlines()
        return lines[-1] if lines else f"it ended with status {self._process.wait()}"


def port() -> int:
    """The port that the user wants the sandbox to listen on; 0 takes a free one. Raises MisuseError for no port."""
    text = os.environ.get(PORT_VARIABLE, "0")
    if not text.isdecimal() or int(text) > 65535:
        raise MisuseError(
            f"{PORT_VARIABLE}={text} is not a port", fix=f"set a number up to 65535, or unset {PORT_VARIABLE}"
        )
    return int(text)


def start_fix() -> str:
    """What to do where a sandbox did not start."""
    if PORT_VARIABLE in os.environ:
        return f"set {PORT_VARIABLE} to a free port, or unset it to have one chosen"
    return "run `python -m sandbox --help` in the project's environment to see what it needs"
