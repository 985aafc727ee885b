"""`tidegate summary` on what a plan left behind."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.generator.checkouts import tidegate
from tests.generator.report.overviews import FINDINGS


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def leave(checkout: Path, *, plan: bool) -> Path:
    """What a run leaves in the build folder: a verdict, and a plan if it got that far."""
    build = checkout / "build" / "eu-west-1"
    build.mkdir(parents=True)
    checked = {"environment": "eu-west-1", "resources": 111, **({"plan": "0" * 64} if plan else {})}
    verdict = {"findings": [found.as_json() for found in FINDINGS], "checked": checked, "verdict": "fail"}
    (build / "verdict.json").write_text(json.dumps(verdict))
    entry = {
        "address": "aws_kms_key.logs",
        "mode": "managed",
        "type": "aws_kms_key",
        "name": "logs",
        "change": {"actions": ["create"], "before": None, "after": {}},
    }
    (build / "plan.json").write_text(json.dumps({"resource_changes": [entry]}))
    return build


def test_it_says_what_the_plan_came_to(checkout: Path) -> None:
    leave(checkout, plan=True)
    said = tidegate(checkout, "summary", "eu-west-1", "--blob", "https://example.com/blob/1")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("### `eu-west-1`: fail\n")
    assert "**1 to add; effect on users: nothing**" in said.stdout
    assert "](https://example.com/blob/1/environments/eu-west-1.yaml#L31)" in said.stdout
    page = tidegate(checkout, "summary", "eu-west-1", "--format", "html", "--output", "page.html")
    assert (page.returncode, page.stdout) == (0, "")
    assert (checkout / "page.html").read_text().startswith("<!doctype html>")


def test_a_plan_of_an_earlier_run_is_not_shown(checkout: Path) -> None:
    leave(checkout, plan=False)
    assert "There is no plan" in tidegate(checkout, "summary", "eu-west-1").stdout


def test_without_a_plan_it_says_what_to_run(checkout: Path) -> None:
    said = tidegate(checkout, "summary", "eu-west-1")
    assert (said.returncode, said.stdout) == (2, "")
    assert "run `tidegate plan eu-west-1` first" in said.stderr


def test_a_verdict_that_is_none_is_said(checkout: Path) -> None:
    (leave(checkout, plan=True) / "verdict.json").write_text("{")
    said = tidegate(checkout, "summary", "eu-west-1")
    assert said.returncode == 2
    assert "verdict.json is not what a plan writes" in said.stderr
