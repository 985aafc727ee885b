"""The sandbox as a target: started as a child of this process, which it never outlives."""

import json
import os
import subprocess
import sys

from generator.errors import MisuseError, ToolError
from generator.targets.target import Target

PORT_VARIABLE = "TIDEGATE_SANDBOX_PORT"
STOP_SECONDS = 5

OVERRIDE: dict[str, object] = {
    "terraform": {"backend": {"local": {"path": "sandbox.tfstate"}}},
    "provider": {
        "aws": {
            "skip_credentials_validation": True,
            "skip_metadata_api_check": True,
            "skip_region_validation": True,
            "s3_use_path_style": True,
            "max_retries": 3,
        }
    },
}
# A user's own settings must not lead a plan for the sandbox to AWS, nor its credentials to the sandbox.
FOREIGN_VARIABLES = (
    "AWS_CA_BUNDLE",
    "AWS_DEFAULT_PROFILE",
    "AWS_DEFAULT_REGION",
    "AWS_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
)


class Starting:
    """A sandbox that was told to start; other work can go on until `target` is asked for."""

    def __init__(self, *, account_id: str, region: str) -> None:
        self._account_id = account_id
        self._region = region
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "control-plane", "--port", str(_port()), "--account", account_id],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES},
        )

    def target(self) -> Target:
        """The target, as soon as the sandbox serves. Raises ToolError if it ended instead."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ToolError(f"the sandbox did not start: {self._last_words()}", fix=_start_fix())
        ready = json.loads(line)
        variables: dict[str, str | None] = dict.fromkeys(FOREIGN_VARIABLES)
        variables |= {
            **ready["credentials"][self._account_id],
            "AWS_ENDPOINT_URL": ready["endpoint"],
            "AWS_REGION": self._region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }
        return Target("sandbox", variables, OVERRIDE)

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


def _port() -> int:
    text = os.environ.get(PORT_VARIABLE, "0")
    if not text.isdecimal() or int(text) > 65535:
        raise MisuseError(
            f"{PORT_VARIABLE}={text} is not a port", fix=f"set a number up to 65535, or unset {PORT_VARIABLE}"
        )
    return int(text)


def _start_fix() -> str:
    if PORT_VARIABLE in os.environ:
        return f"set {PORT_VARIABLE} to a free port, or unset it to have one chosen"
    return "run `python -m sandbox control-plane` in the project's environment to see what it says"
