"""A sandbox that is started in the background is heard while it starts: the first one fetches a MySQL."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.errors import ToolError
from generator.targets import background
from generator.targets.background import LOG, READY, running, stop, wait_until_ready

SAYS = "import sys, time; sys.stderr.write('fetching a server\\n'); sys.stderr.flush(); "
BECOMES_READY = (
    "import json, os; time.sleep(2); "
    f"open('{READY}.new', 'w').write(json.dumps({{'pid': os.getpid()}})); os.replace('{READY}.new', '{READY}'); "
    "time.sleep(60)"
)


@contextmanager
def started(folder: Path, script: str) -> Iterator["subprocess.Popen[bytes]"]:
    with (folder / LOG).open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", script, "sandbox"], cwd=folder, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_what_it_says_while_it_starts_is_passed_on(tmp_path: Path) -> None:
    heard: list[str] = []
    with started(tmp_path, SAYS + BECOMES_READY) as process:
        assert wait_until_ready(process, tmp_path, heard.append)["pid"] == process.pid
    assert heard == ["fetching a server"]


def test_one_that_ends_instead_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    heard: list[str] = []
    with started(tmp_path, SAYS + "sys.exit(3)") as process, pytest.raises(ToolError) as error:
        wait_until_ready(process, tmp_path, heard.append)
    assert (str(error.value), heard) == ("the sandbox did not start: fetching a server", [])


def test_one_that_says_nothing_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "START_SECONDS", 1)
    with started(tmp_path, SAYS + "time.sleep(60)") as process, pytest.raises(ToolError) as error:
        wait_until_ready(process, tmp_path, lambda _line: None)
    assert str(error.value) == "the sandbox has said nothing for 1 seconds"
    assert str(tmp_path / LOG) in (error.value.fix or "")


def test_one_that_another_process_started_and_does_not_wait_for_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays a zombie as long as that process lives."""
    monkeypatch.setattr(background, "STOP_SECONDS", 10)
    starts = (
        f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {SAYS + BECOMES_READY!r}, 'sandbox'])"
    )
    parent = subprocess.Popen([sys.executable, "-c", f"{starts}; time.sleep(60)"], cwd=tmp_path)
    try:
        while not running(tmp_path):
            assert parent.poll() is None
            time.sleep(0.05)
        assert stop(tmp_path)
        assert parent.poll() is None
        assert not stop(tmp_path)
    finally:
        parent.kill()
        parent.wait()
