import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.setup.exclusive import exclusive

HOLDS = """
import sys
from pathlib import Path
from generator.setup.exclusive import exclusive
with exclusive(Path(sys.argv[1]), print) as lock:
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    told: list[str] = []
    command = [sys.executable, "-c", HOLDS, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"

        def waiting(process: str) -> None:
            told.append(process)
            assert holder.stdin
            holder.stdin.close()

        with exclusive(file, waiting):
            assert holder.wait() == 0
    assert told == [str(holder.pid)]


def test_nobody_waits_for_one_that_was_killed(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDS, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        holder.stdout.readline()
        holder.kill()
    with exclusive(file, pytest.fail):
        assert file.read_text() == str(os.getpid())


def test_what_a_killed_set_up_left_running_keeps_the_lock(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with exclusive(file, pytest.fail) as lock:
        left = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=(lock,))
    told: list[str] = []

    def waiting(process: str) -> None:
        told.append(process)
        left.communicate()

    with exclusive(file, waiting):
        assert left.returncode == 0
    assert told == [str(os.getpid())]
