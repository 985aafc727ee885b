"""`tidegate sandbox`: one that stays, is found again, and stops."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.targets.background import served
from tests.integration.site import checkout

TIDEGATE = Path(sys.executable).with_name("tidegate")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return checkout(tmp_path)


def sandbox(root: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "TIDEGATE_SANDBOX_DATABASES": "no", **changes}
    return subprocess.run(
        [TIDEGATE, "sandbox", *arguments], cwd=root, env=variables, capture_output=True, text=True, check=False
    )


def test_it_starts_once_says_how_to_reach_it_and_stops(root: Path) -> None:
    assert sandbox(root, "status").returncode == 1
    started = sandbox(root, "start", "--background")
    assert (started.returncode, started.stderr) == (0, "")
    status = json.loads(sandbox(root, "status", "--format", "json").stdout)
    try:
        assert "credentials" not in status
        assert started.stdout == f"started: {status['endpoint']}\n"
        assert sandbox(root, "start", "--background").stdout == f"runs already: {status['endpoint']}\n"
        second = sandbox(root, "start")
        assert second.returncode == 2
        assert f"a sandbox runs already: {status['endpoint']}" in second.stderr
        assert oct((root / "build/sandbox/sandbox.json").stat().st_mode)[-3:] == "600"
        assert "SESSION_TOKEN" not in (root / "build/sandbox/sandbox.log").read_text()
    finally:
        assert sandbox(root, "stop").stdout == "stopped\n"
    address = urlsplit(status["endpoint"])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((str(address.hostname), int(address.port or 0)))
    assert sandbox(root, "status").returncode == 1
    assert sandbox(root, "stop").stdout == "no sandbox runs\n"


def test_a_sandbox_that_cannot_start_says_why(root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        called = sandbox(root, "start", "--background", TIDEGATE_SANDBOX_PORT=str(port))
    assert called.returncode == 2
    assert called.stderr.startswith("error: the sandbox did not start: ")
    assert f"port {port} on 127.0.0.1 is in use" in called.stderr


def test_what_a_server_lacks_is_shown(root: Path) -> None:
    folder = root / "build/sandbox"
    folder.mkdir(parents=True)
    serving = [sys.executable, "-c", "input()", "sandbox"]
    with subprocess.Popen(serving, stdin=subprocess.PIPE) as process:
        ready = {
            "pid": process.pid,
            "endpoint": "http://127.0.0.1:1",
            "mysql": "10.11.18 (MariaDB, Debian stable, reduced)",
            "lacks": {"CLONE": "none", "super_read_only": "none"},
        }
        (folder / "sandbox.json").write_text(json.dumps(ready))
        shown = sandbox(root, "status").stdout.splitlines()
        assert served(folder) == {"server": ready["mysql"], "lacks": ["CLONE", "super_read_only"]}
    assert shown[1] == "MySQL     10.11.18 (MariaDB, Debian stable, reduced)"
    assert shown[5] == f"{ready['mysql']} serves a reduced set; it lacks CLONE, super_read_only (docs/servers.md)"
