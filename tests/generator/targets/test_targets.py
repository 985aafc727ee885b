"""Opening a target, and what stands in the way."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from generator.errors import ToolError
from generator.targets import Target, opening
from generator.targets.ready import LOCAL_OVERRIDE


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    """A sandbox, whose endpoint and credentials are the user's own, as on a real account."""
    with opening("sandbox", account_id="222222222222", region="eu-west-1") as target:
        opened = target()
        for name, value in opened.variables.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        yield opened


def test_the_sandbox_takes_the_place_of_every_setting_of_the_user(sandbox: Target) -> None:
    assert sandbox.override == LOCAL_OVERRIDE
    assert sandbox.variables["AWS_PROFILE"] is None
    assert sandbox.variables["AWS_CONFIG_FILE"] == os.devnull
    assert str(sandbox.variables["AWS_ENDPOINT_URL"]).startswith("http://127.0.0.1:")


@pytest.mark.usefixtures("sandbox")
def test_credentials_of_the_environments_account_are_accepted() -> None:
    with opening("aws", account_id="222222222222", region="eu-west-1") as target:
        assert target() == Target("aws", {"AWS_REGION": "eu-west-1"})


@pytest.mark.usefixtures("sandbox")
def test_credentials_of_another_account_are_refused() -> None:
    with (
        opening("aws", account_id="111111111111", region="us-east-1") as target,
        pytest.raises(ToolError, match="those of account 222222222222, and the environment lives in 111111111111"),
    ):
        target()


def test_a_sandbox_may_be_asked_for_twice() -> None:
    with opening("sandbox", account_id="222222222222", region="eu-west-1") as target:
        assert target() is target()


def test_a_sandbox_is_gone_after_the_block() -> None:
    with opening("sandbox", account_id="222222222222", region="eu-west-1") as target:
        endpoint = str(target().variables["AWS_ENDPOINT_URL"])
    probe = f"import urllib.request; urllib.request.urlopen({endpoint!r}, timeout=2)"
    asked = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert "Connection refused" in asked.stderr
