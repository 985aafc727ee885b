"""One running server. It dies with this process, however this process ends."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import DATA, OPTION_FILE

# The kernel ends a child when the *thread* that made it ends: this one ends with the process.
_SPAWNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")


class ServerProcess:
    """A server that runs with the option file of `folder`; its data lies in `folder/data`.

    `variables` are added to its environment, `arguments` to its command line.
    """

    def __init__(
        self, distribution: Distribution, folder: Path, variables: Mapping[str, str], arguments: Sequence[str] = ()
    ) -> None:
        self._process = _SPAWNER.submit(_spawn, distribution, folder, variables, arguments).result()
        self.folder = folder

    @property
    def pid(self) -> int:
        """The server's own process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is there; one that hangs is."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends it at once, and waits until it is gone."""
        if self.alive:
            self._process.kill()
        self._process.wait()

    def stop(self, seconds: float) -> None:
        """Ends it in order; kills it if that takes longer than this."""
        if self.alive:
            self._process.send_signal(signal.SIGCONT)
            self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def hang(self) -> None:
        """Makes it stand still, as a server that is stuck."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets it go on after `hang`."""
        self._process.send_signal(signal.SIGCONT)

    def wait(self, seconds: float | None = None) -> int:
        """Waits for its end; the exit code. Raises subprocess.TimeoutExpired."""
        return self._process.wait(seconds)

    def cpu_ticks(self) -> int:
        """Processor time that it has used; 0 for one that is gone."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return 0
        return int(fields[11]) + int(fields[12])


def command(distribution: Distribution, folder: Path, *more: str) -> list[str | Path]:
    """How the server of `folder` is run."""
    return [
        distribution.server,
        f"--defaults-file={folder / OPTION_FILE}",
        *distribution.options,
        *more,
    ]


def complaints(folder: Path) -> list[str]:
    """What a server has written to its error log as errors, oldest first."""
    log = folder / "error.log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return [line.partition("[Server] ")[2] or line for line in lines if "[ERROR]" in line]


def _spawn(
    distribution: Distribution, folder: Path, variables: Mapping[str, str], arguments: Sequence[str]
) -> subprocess.Popen[bytes]:
    if not (setpriv := shutil.which("setpriv")):
        raise DataPlaneError("there is no setpriv to tie servers to this process", fix="install util-linux")
    with (folder / "console.log").open("ab") as console:
        return subprocess.Popen(
            [setpriv, "--pdeathsig", "KILL", "--", *command(distribution, folder, *arguments)],
            cwd=folder / DATA,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=console,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC", **variables},
            start_new_session=True,
        )
