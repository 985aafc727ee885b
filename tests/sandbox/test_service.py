"""The sandbox as a process: what it says, and when it ends."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

ACCOUNT = "222222222222"


def serving(folder: Path, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sandbox", "serve", "--folder", str(folder), "--no-data-plane", *arguments]
    return subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ready(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def asked(url: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def test_it_says_how_to_reach_it_for_its_owner_alone(tmp_path: Path) -> None:
    with serving(tmp_path, "--account", ACCOUNT) as process:
        said = ready(process)
        file = tmp_path / "sandbox.json"
        assert json.loads(file.read_text()) == said
        assert file.stat().st_mode & 0o777 == 0o600
        assert said["pid"] == process.pid
        assert sorted(said["credentials"][ACCOUNT]) == [
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
        ]
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert not file.exists()


def test_a_child_ends_with_its_parent_and_leaves_ctrl_c_to_it(tmp_path: Path) -> None:
    with serving(tmp_path, stdin=subprocess.PIPE) as process:
        ready(process)
        os.kill(process.pid, signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
        assert process.stdin
        process.stdin.close()
        assert process.wait(timeout=10) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_one_that_is_nobodys_child(tmp_path: Path, number: int) -> None:
    with serving(tmp_path) as process:
        ready(process)
        os.kill(process.pid, number)
        assert process.wait(timeout=10) == 0


def test_it_ends_when_nobody_calls(tmp_path: Path) -> None:
    with serving(tmp_path, "--idle-minutes", "0.01") as process:
        ready(process)
        assert process.wait(timeout=20) == 0


def test_one_folder_serves_one_sandbox(tmp_path: Path) -> None:
    with serving(tmp_path, stdin=subprocess.PIPE) as first:
        ready(first)
        with serving(tmp_path) as second:
            _, errors = second.communicate(timeout=20)
        assert (second.returncode, errors) == (2, f"another sandbox serves from {tmp_path}\n")


BODY = {"account": ACCOUNT, "region": "eu-west-1", "cluster": "orders", "member": "orders-instance-1"}
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("path", "body", "headers", "status", "error"),
    [
        ("nothing", b"{}", JSON, 404, "there is no POST /tidegate/nothing"),
        ("faults/kill", b"{}", {"Content-Type": "text/plain"}, 415, "send JSON"),
        ("faults/kill", b"{", JSON, 400, "this is not JSON"),
        ("faults/kill", b"[]", JSON, 400, "send a JSON object"),
        ("faults/kill", b"{}", JSON, 400, "`account` must be a text"),
        ("faults/kill", b"{}", {**JSON, "Host": "example.com"}, 403, "example.com is not this machine's loopback"),
        ("faults/kill", json.dumps(BODY).encode(), JSON, 409, "orders-instance-1 of orders has no server"),
    ],
)
def test_its_own_calls_refuse_what_they_cannot_do(
    admin: str, path: str, body: bytes, headers: dict[str, str], status: int, error: str
) -> None:
    answered, answer = asked(f"{admin}/{path}", body, **headers)
    assert answered == status
    assert error in answer["error"]


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with serving(tmp_path_factory.mktemp("sandbox"), stdin=subprocess.PIPE) as process:
        yield ready(process)["admin"]
        assert process.stdin
        process.stdin.close()
