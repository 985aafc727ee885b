import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.setup.process import ToolFailedError, own_environment, run

ENVIRONMENT = {"PATH": os.environ["PATH"]}


def test_the_environment_leads_to_no_other_python_or_place() -> None:
    inherited = {
        "CONDA_PREFIX": "/conda",
        "HTTPS_PROXY": "http://proxy",
        "PATH": "/bin",
        "PIP_CERT": "/ca.pem",
        "PIP_INDEX_URL": "http://index",
        "PIP_NO_BINARY": ":all:",
        "PIP_TARGET": "/elsewhere",
        "PIP_USER": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHOME": "/python",
        "PYTHONPATH": "/path",
        "VIRTUAL_ENV": "/venv",
        "XDG_CACHE_HOME": "/caches",
    }
    assert own_environment(inherited) == {
        "HTTPS_PROXY": "http://proxy",
        "PATH": "/bin",
        "PIP_CACHE_DIR": "/caches/pip",
        "PIP_CERT": "/ca.pem",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_INDEX_URL": "http://index",
        "PIP_NO_INPUT": "1",
        "PIP_USER": "0",
        "PYTHONNOUSERSITE": "1",
        "XDG_CACHE_HOME": "/caches",
    }


@pytest.mark.parametrize(
    ("inherited", "cache"),
    [
        ({}, None),
        ({"XDG_CACHE_HOME": "relative"}, None),
        ({"XDG_CACHE_HOME": "/caches", "PIP_CACHE_DIR": "/pips"}, "/pips"),
    ],
)
def test_pips_cache_is_where_the_user_wants_it(inherited: dict[str, str], cache: str | None) -> None:
    assert own_environment(inherited).get("PIP_CACHE_DIR") == cache


def test_output_goes_to_the_end_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    for word in ("one", "two"):
        run(["sh", "-c", f"echo {word}; pwd >&2"], folder=tmp_path, log=log, environment=ENVIRONMENT)
    assert log.read_text() == f"one\n{tmp_path}\ntwo\n{tmp_path}\n"


def test_a_command_that_fails_is_raised_with_what_it_said_itself(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    with pytest.raises(ToolFailedError, match="`sh -c echo mine; exit 3` failed") as raised:
        run(["sh", "-c", "echo mine; exit 3"], folder=tmp_path, log=log, environment=ENVIRONMENT)
    assert raised.value.output == "mine\n"


# A shell starts what runs in its background with Ctrl-C ignored, and so would be what these tests start.
RUNS = """
import os, signal, sys
from pathlib import Path
from generator.setup.process import run
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    run(["sh", "-c", "echo $$; sleep 60 & echo $!; wait"], folder=Path.cwd(), log=Path(sys.argv[1]),
        environment={"PATH": os.environ["PATH"]})
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interruption_ends_the_command_and_its_children(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with subprocess.Popen([sys.executable, "-c", RUNS, str(log)], stdout=subprocess.PIPE, text=True) as runner:
        while not log.exists() or log.read_text().count("\n") < 2:
            assert runner.poll() is None
            time.sleep(0.02)
        runner.send_signal(signal.SIGINT)
        assert runner.communicate()[0] == "interrupted\n"
    started = [int(word) for word in log.read_text().split()]
    # A killed process is gone when the system has come round to it, which takes a while on a loaded machine.
    patience = time.monotonic() + 30
    while any(map(is_running, started)) and time.monotonic() < patience:
        time.sleep(0.05)
    assert [pid for pid in started if is_running(pid)] == []


def is_running(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be reaped by this container's first process."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state) and not state.startswith("Z")
