"""CPU time is that of a program and all its children, and a program that fails is no measurement."""

import pytest

from tests.benchmarks.measure import BrokenProgramError, Program, cpu_seconds, elapsed_seconds

BURN = "import time\nwhile time.process_time() < 0.3: pass"


def test_time_of_a_grandchild_is_counted() -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}], check=True)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    assert cpu_seconds(Program(["-c", parent])) > 0.3


def test_waiting_is_elapsed_and_costs_no_cpu_time() -> None:
    waits = Program(["-c", "import time; time.sleep(1)"])
    assert elapsed_seconds(waits) > 1 > cpu_seconds(waits)


def test_a_program_that_fails_is_named_with_what_it_said() -> None:
    with pytest.raises(BrokenProgramError, match=r"(?s)ended with 3.*no spec"):
        cpu_seconds(Program(["-c", "import sys; sys.stderr.write('no spec'); sys.exit(3)"]))


def test_byte_code_is_kept_whatever_the_shell_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert cpu_seconds(Program(["-c", "import sys; assert not sys.dont_write_bytecode"])) > 0
