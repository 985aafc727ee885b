"""The ways in which an apply is cut short, each with what must be said then."""

import errno
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from generator.project import Project
from generator.targets.background import ensure, running, stop
from generator.targets.faults import SandboxFaults
from tests.conftest import load_environment
from tests.integration.site import TIDEGATE, VARIABLES, Site

ENVIRONMENT = "eu-west-1"
LONGEST = 900
SHARE = 0.1
STATUSES = (429, 500)
SMALL_DISK_MIB = 64
FILLER = "filler"

Case = Callable[[Path], Iterator[str]]


class NotHereError(Exception):
    """A case that this machine does not let anybody try."""


def begin(root: Path) -> subprocess.Popen[str]:
    """An apply that goes on, in a session of its own as in a terminal of its own."""
    return subprocess.Popen(
        [TIDEGATE, "apply", ENVIRONMENT, "--format", "json"],
        cwd=root,
        env=VARIABLES,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def at_work(process: subprocess.Popen[str], root: Path, seconds: float) -> None:
    """Waits until Terraform has applied the plan for so many seconds."""
    limit = time.monotonic() + LONGEST
    while not _applies(root):
        if process.poll() is not None:
            raise RuntimeError(f"there was nothing to interrupt: {process.communicate()}")
        if time.monotonic() > limit:
            raise TimeoutError("Terraform has not begun to apply")
        time.sleep(0.2)
    time.sleep(seconds)


def _applies(root: Path) -> bool:
    for process in psutil.process_iter(["cmdline", "cwd"]):
        command = process.info["cmdline"] or []
        if "plan.tfplan" in command and "apply" in command and process.info["cwd"] == str(root / "build" / ENVIRONMENT):
            return True
    return False


def ended(process: subprocess.Popen[str], code: int, *words: str) -> Iterator[str]:
    """Waits for its end; yields how it differs from `code`, and which of `words` it did not say."""
    report, said = process.communicate(timeout=LONGEST)
    if process.returncode != code:
        yield f"it ended with {process.returncode}, and not with {code}: {said}{report}"
    yield from (f"it does not say {each!r}: {said}" for each in words if each not in said)
    if "Traceback" in said:
        yield f"a traceback: {said}"


def interrupted(times: int, seconds: float) -> Case:
    """Ctrl-C, once or twice, so many seconds after the apply has begun."""

    def case(root: Path) -> Iterator[str]:
        process = begin(root)
        at_work(process, root, seconds)
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(1)
        yield from ended(process, 130, "changes were made", "plan and apply again to go on")

    return case


def sandbox_killed(root: Path) -> Iterator[str]:
    """The target is gone from one moment to the next."""
    process = begin(root)
    at_work(process, root, 10)
    ready = running(Project(root).sandbox)
    assert ready
    os.kill(ready["pid"], signal.SIGKILL)
    yield from ended(process, 2, "the target does not answer any more", "fix:")


def killed(root: Path) -> Iterator[str]:
    """The command and its Terraform are gone from one moment to the next: nobody could write anything down."""
    process = begin(root)
    at_work(process, root, 10)
    for child in psutil.Process(process.pid).children(recursive=True):
        with suppress(psutil.Error):  # it may end by itself, or as the child of one that was killed
            if "sandbox" not in child.cmdline():
                child.kill()
    process.kill()
    process.communicate()
    yield from ()


def throttled(root: Path) -> Iterator[str]:
    """One call in ten is refused, from the first to the last: it takes longer, and nothing else."""
    faults = started(root)
    faults.throttle(SHARE, STATUSES)
    yield from ended(begin(root), 0)
    refused = faults.refused()
    faults.throttle(0.0, STATUSES)
    if refused < 50:
        yield f"only {refused} calls were refused"


def expired(root: Path) -> Iterator[str]:
    """The credentials run out in the middle; whoever logs in again gets new ones from a sandbox that starts again."""
    process = begin(root)
    at_work(process, root, 10)
    spec = load_environment(ENVIRONMENT).environment
    assert spec
    Site(root, {}).faults.expire(spec.account_id)
    yield from ended(process, 2, "the credentials have expired", "log in to the account again")
    stop(Project(root).sandbox)


def disk_full(root: Path) -> Iterator[str]:
    """Nothing can be written any more below build/, by nobody: neither the command, nor Terraform, nor the sandbox."""
    build = root / "build"
    build.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_MIB}m", "tmpfs", build], capture_output=True, check=False
    )
    if mounted.returncode:
        raise NotHereError("only root may mount a small disk")
    process = begin(root)
    at_work(process, root, 10)
    fill(build / FILLER)
    yield from ended(process, 2, "there is no space left on the disk", "fix: free some")
    (build / FILLER).unlink()


def fill(file: Path) -> None:
    """Writes until nothing more fits."""
    with file.open("wb", buffering=0) as out:
        for size in (1 << 20, 1 << 10, 1):
            try:
                while out.write(bytes(size)):
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


def unmount(root: Path) -> None:
    """Takes the small disk away, if there is one."""
    if (root / "build").is_mount():
        subprocess.run(["umount", root / "build"], check=True)


def started(root: Path) -> SandboxFaults:
    """What can be done to the checkout's sandbox, which is started for it."""
    accounts = [spec.account_id for spec in [load_environment(ENVIRONMENT).environment] if spec]
    ensure(Project(root).sandbox, accounts)
    return Site(root, {}).faults


def left(root: Path, but: Sequence[int]) -> list[str]:
    """The processes of this checkout that still run, apart from some."""
    return [
        " ".join(process.info["cmdline"] or [])
        for process in psutil.process_iter(["pid", "cmdline", "cwd"])
        if str(root) in str(process.info["cwd"]) and process.info["pid"] not in but and process.info["cmdline"]
    ]


CASES: dict[str, Case] = {
    "Ctrl-C at once": interrupted(1, 0),
    "Ctrl-C after a while": interrupted(1, 15),
    "Ctrl-C twice": interrupted(2, 8),
    "the sandbox is killed": sandbox_killed,
    "the command is killed": killed,
    "one call in ten is refused": throttled,
    "the credentials run out": expired,
    "the disk is full": disk_full,
}
