"""Programs that are run to their end, or stopped."""

import os
import sys
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
