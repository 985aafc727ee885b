"""The control plane as a process, and who it says one is."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from sandbox.control_plane import ControlPlane, PortInUseError

ACCOUNTS = ("111111111111", "222222222222")


@pytest.fixture(scope="module")
def control_plane() -> Iterator[ControlPlane]:
    plane = ControlPlane()
    yield plane
    plane.close()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_credentials_are_those_of_their_account(control_plane: ControlPlane, account: str) -> None:
    issued = control_plane.credentials(account)
    sts = boto3.client(
        "sts",
        endpoint_url=control_plane.endpoint,
        region_name="eu-west-1",
        aws_access_key_id=issued["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=issued["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=issued["AWS_SESSION_TOKEN"],
        config=Config(proxies={}),
    )
    assert sts.get_caller_identity()["Account"] == account


def test_it_listens_on_loopback_only(control_plane: ControlPlane) -> None:
    assert control_plane.endpoint.startswith("http://127.0.0.1:")


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match=f"port {port} on 127.0.0.1 is in use"):
            ControlPlane(port)


def started(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """The sandbox as the plan starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "sandbox", "serve", "--no-data-plane", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    )


def test_it_ends_when_its_parent_goes_away_and_leaves_nothing(tmp_path: Path) -> None:
    with started("--account", ACCOUNTS[0], TMPDIR=str(tmp_path)) as process:
        assert process.stdout
        assert process.stdin
        ready = json.loads(process.stdout.readline())
        assert list(ready["credentials"]) == [ACCOUNTS[0]]
        assert [file.name for file in tmp_path.glob("*/sandbox.json")] == ["sandbox.json"]
        process.stdin.close()
        assert process.wait(timeout=10) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "65536"], "65536 is not a port"),
        (["--port", "many"], "invalid _port value: 'many'"),
    ],
)
def test_misuse_ends_it_with_a_message(arguments: list[str], message: str) -> None:
    with started(*arguments) as process:
        _, errors = process.communicate(timeout=10)
        assert process.returncode == 2
        assert message in errors
