"""`tidegate drill`: names that are none, and a checkout in which no sandbox runs."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drills.registry import DRILLS
from tests.conftest import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with specs, and without a sandbox."""
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    shutil.copytree(ROOT / "policies", tmp_path / "policies", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def drill(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from generator.cli import main; sys.argv[0] = 'tidegate'; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "drill", *arguments],
        cwd=checkout,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_drill_that_is_none_is_answered_with_the_nearest(checkout: Path) -> None:
    ended = drill(checkout, "failovr", "eu-west-1")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        f"error: there is no drill 'failovr': they are {', '.join(DRILLS)}",
        "  fix: did you mean failover?",
    ]


def test_without_a_sandbox_there_is_nothing_to_hold_a_drill_on(checkout: Path) -> None:
    ended = drill(checkout, "failover", "eu-west-1")
    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.splitlines() == [
        "error: no sandbox runs, so there is no cluster to hold a drill on",
        "  fix: apply the environment first: `make apply ENV=eu-west-1`",
    ]


def test_on_aws_a_drill_that_is_not_allowed_asks_nobody(checkout: Path) -> None:
    ended = drill(checkout, "all", "eu-west-1", "--target", "aws")
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "error: drills are not allowed on account 222222222222: they end connections and fail over",
        "  fix: set `drills: {allowed: true}` in environments/eu-west-1.yaml, plan and apply",
    ]
