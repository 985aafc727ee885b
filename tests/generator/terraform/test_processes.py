"""Programs that are run to their end, or stopped."""

import os
import sys
import time
from pathlib import Path

import pytest

from generator.terraform.processes import Completed, run_lines


def test_lines_errors_and_status_are_handed_out(tmp_path: Path) -> None:
    lines: list[str] = []
    script = "import sys; print('one'); print('two'); print('bad', file=sys.stderr); sys.exit(3)"
    completed = run_lines([sys.executable, "-c", script], folder=tmp_path, variables=os.environ, on_line=lines.append)
    assert (lines, completed) == (["one", "two"], Completed(3, "bad\n"))


def test_a_program_is_stopped_when_its_caller_fails(tmp_path: Path) -> None:
    script = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    seen: list[int] = []

    def fail(line: str) -> None:
        seen.append(int(line))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_lines([sys.executable, "-c", script], folder=tmp_path, variables=os.environ, on_line=fail)
    assert not Path(f"/proc/{seen[0]}").exists()


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run_lines(["./nothing"], folder=tmp_path, variables=os.environ, on_line=print)


def test_what_a_program_says_while_it_stops_is_still_heard(tmp_path: Path) -> None:
    script = (
        "import signal, time\n"
        "def end(*_): print('x' * 200_000 + 'saved', flush=True); raise SystemExit(0)\n"
        "signal.signal(signal.SIGINT, end)\nprint('ready', flush=True); time.sleep(600)"
    )
    heard: list[str] = []

    def interrupt(line: str) -> None:
        heard.append(line[-5:])
        if line == "ready":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_lines([sys.executable, "-c", script], folder=tmp_path, variables=os.environ, on_line=interrupt)
    assert heard == ["ready", "saved"]


def test_a_program_that_does_not_stop_is_killed_with_its_children(tmp_path: Path) -> None:
    child = (
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    )
    script = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE)\n"
        "child.stdout.readline(); print(os.getpid(), child.pid, flush=True); time.sleep(600)"
    )
    seen: list[int] = []

    def interrupt(line: str) -> None:
        seen.extend(map(int, line.split()))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_lines(
            [sys.executable, "-c", script], folder=tmp_path, variables=os.environ, on_line=interrupt, grace_seconds=0.2
        )
    # A signal that was sent is taken when the kernel lets its receiver run.
    limit = time.monotonic() + 10
    while (running := [pid for pid in seen if _runs(pid)]) and time.monotonic() < limit:
        time.sleep(0.01)
    assert running == []


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
