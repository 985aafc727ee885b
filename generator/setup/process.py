"""Runs the set-up's tools: in an environment that is ours, into a log, and never longer than the set-up itself."""

import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_PIP_NETWORK = re.compile(
    "PIP_(CACHE_DIR|CERT|CLIENT_CERT|CONFIG_FILE|DEFAULT_TIMEOUT|EXTRA_INDEX_URL|FIND_LINKS|INDEX_URL|KEYRING_PROVIDER"
    "|NO_CACHE_DIR|NO_INDEX|PROXY|RETRIES|TIMEOUT|TRUSTED_HOST|USE_DEPRECATED|USE_FEATURE)"
)
"""Where pip finds packages is the user's affair; what it does with them is the set-up's."""

_ANOTHER_PYTHON = ("CONDA_", "PYTHON", "VIRTUAL_ENV", "_CONDA_", "__PYVENV_LAUNCHER__")


class ToolFailedError(Exception):
    """A tool ended with another exit code than 0; `output` is what it said."""

    def __init__(self, command: Sequence[str | Path], output: str) -> None:
        super().__init__(f"`{' '.join(map(str, command))}` failed")
        self.output = output


def own_environment(inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """`inherited` without what would lead Python or pip to another environment than the one that is made."""
    kept = {
        name: value
        for name, value in inherited.items()
        if not name.startswith(_ANOTHER_PYTHON) and (not name.startswith("PIP_") or _PIP_NETWORK.fullmatch(name))
    }
    # pip follows XDG_CACHE_HOME on Linux alone.
    if Path(kept.get("XDG_CACHE_HOME", "")).is_absolute():
        kept.setdefault("PIP_CACHE_DIR", f"{kept['XDG_CACHE_HOME']}/pip")
    # These also override what a configuration file of pip's asks for.
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0", "PYTHONNOUSERSITE": "1"}


def run(
    command: Sequence[str | Path],
    *,
    folder: Path,
    log: Path,
    environment: Mapping[str, str],
    keep_open: tuple[int, ...] = (),
) -> None:
    """Runs `command` in `folder`, its output going to the end of `log`; raises ToolFailedError where it fails.

    Whatever ends the waiting (Ctrl-C, a signal) ends the command and its children first. `keep_open` are
    descriptors that the command inherits.
    """
    with log.open("ab") as output:
        begin = output.tell()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=keep_open,
            start_new_session=True,
        )
        try:
            code = child.wait()
        except BaseException:
            _end(child)
            raise
    if code != 0:
        said = log.read_bytes()[begin:].decode(errors="replace")
        raise ToolFailedError(command, said)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends the child's whole session: kindly, then not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            return
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
