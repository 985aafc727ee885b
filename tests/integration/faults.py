"""Cuts applies short in every way, and proves that the next one goes on from there (`make faults`).

Each case has a sandbox of its own: `python -m tests.integration.faults [CASE]...`.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from generator.project import Project
from generator.targets.background import running, stop
from tests.integration.site import TIDEGATE, VARIABLES, checkout, tidegate

ENVIRONMENT = "eu-west-1"
LONGEST = 600


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


def at_work(root: Path, made: int) -> None:
    """Waits until Terraform has made so many resources, as the state tells."""
    limit = time.monotonic() + LONGEST
    while time.monotonic() < limit and not _applies(root):
        time.sleep(0.2)
    time.sleep(made / 10)


def _applies(root: Path) -> bool:
    for process in psutil.process_iter(["cmdline", "cwd"]):
        command = process.info["cmdline"] or []
        if "plan.tfplan" in command and "apply" in command and process.info["cwd"] == str(root / "build" / ENVIRONMENT):
            return True
    return False


def left(root: Path, but: int | None) -> list[str]:
    """The processes of this checkout that still run, apart from its sandbox."""
    return [
        " ".join(process.info["cmdline"] or [])
        for process in psutil.process_iter(["pid", "cmdline", "cwd"])
        if str(root) in str(process.info["cwd"]) and process.info["pid"] != but and process.info["cmdline"]
    ]


def interrupted(root: Path, times: int, made: int) -> Iterator[str]:
    """Ctrl-C, once or twice, in the middle of an apply."""
    process = begin(root)
    at_work(root, made)
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(1)
    _, said = process.communicate(timeout=LONGEST)
    if process.returncode != 130:
        yield f"it ended with {process.returncode}: {said}"
    if "plan and apply again to go on" not in said:
        yield f"it does not say how to go on: {said}"


def sandbox_killed(root: Path) -> Iterator[str]:
    """The target is gone from one moment to the next."""
    process = begin(root)
    at_work(root, 100)
    ready = running(Project(root).sandbox)
    assert ready
    os.kill(ready["pid"], signal.SIGKILL)
    _, said = process.communicate(timeout=LONGEST)
    if process.returncode != 2 or "does not answer any more" not in said or "fix:" not in said:
        yield f"it ended with {process.returncode}: {said}"


def killed(root: Path) -> Iterator[str]:
    """The command and its Terraform are gone from one moment to the next: nobody could write anything down."""
    process = begin(root)
    at_work(root, 100)
    for child in psutil.Process(process.pid).children(recursive=True):
        if "sandbox" not in child.cmdline():
            child.kill()
    process.kill()
    process.communicate()
    yield from ()


CASES: dict[str, Callable[[Path], Iterator[str]]] = {
    "Ctrl-C at once": lambda root: interrupted(root, 1, 0),
    "Ctrl-C after a while": lambda root: interrupted(root, 1, 150),
    "Ctrl-C twice": lambda root: interrupted(root, 2, 80),
    "the sandbox is killed": sandbox_killed,
    "the command is killed": killed,
}


def prove(name: str, root: Path) -> list[str]:
    """Carries one case out; returns what was wrong, then and on the way on."""
    wrong = list(CASES[name](root))
    ready = running(Project(root).sandbox)
    wrong += [f"still running: {each}" for each in left(root, ready["pid"] if ready else None)]
    for step in ("plan", "apply"):
        called = tidegate(root, step, ENVIRONMENT, "--format", "json")
        print(f"     {step}: {called.returncode} {called.stderr.strip()}", flush=True)
        if called.returncode:
            found = json.loads(called.stdout)["findings"] if called.stdout.strip() else []
            wrong += [f"{step}: {each['rule']} {each['resource']}: {each['message']}" for each in found]
            wrong += [] if found else [f"{step}: {called.stderr}"]
    return wrong


def main() -> None:
    """Runs the cases that are named, or all."""
    # A shell starts what runs in its background with Ctrl-C ignored, and so would be every child.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    failed = False
    for name in sys.argv[1:] or list(CASES):
        with tempfile.TemporaryDirectory(prefix="tidegate-faults-") as folder:
            root = checkout(Path(folder))
            try:
                wrong = prove(name, root)
            finally:
                stop(Project(root).sandbox)
        failed |= bool(wrong)
        print(f"{'ok  ' if not wrong else 'FAIL'} {name}", *wrong, sep="\n     ", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
