"""`tidegate check` as a pull request calls it: real renders, and checkov beside the pack."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.generator.checkouts import commit, git, tidegate


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository of the two specs, committed once on `main`."""
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    for name in ("pyproject.toml", ".terraform.lock.hcl", ".gitignore"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path)
    return tmp_path


def edit(checkout: Path, old: str, new: str) -> None:
    file = checkout / "environments" / "eu-west-1.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_changed_spec_is_rendered_and_policed_and_no_other(checkout: Path) -> None:
    edit(checkout, "retention_days: 14", "retention_days: 21")
    said = tidegate(
        checkout, "check", "--changed-since", "main", "--format", "json", "--report", "sarif", "a.sarif",
        "--report", "junit", "a.xml",
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    checked = json.loads(said.stdout)["checked"]
    assert checked["environments"] == ["eu-west-1"]
    assert checked["resources"] > 100
    assert checked["verdicts"] > 1000
    assert json.loads((checkout / "a.sarif").read_text())["runs"][0]["results"] == []
    assert (checkout / "a.xml").read_text().startswith("<?xml")
    assert [file.name for file in (checkout / "build").iterdir()] == ["eu-west-1"]


def test_what_a_policy_finds_ends_with_1_at_the_line_of_the_spec(checkout: Path) -> None:
    edit(checkout, "retention_days: 14", "retention_days: 3")
    said = tidegate(checkout, "check", "eu-west-1", "--format", "github")
    assert said.returncode == 1, said.stdout + said.stderr
    assert "::error file=environments/eu-west-1.yaml,line=" in said.stdout


def test_a_change_that_concerns_nothing_is_checked_at_once(checkout: Path) -> None:
    (checkout / "README.md").write_text("words\n")
    said = tidegate(checkout, "check", "--changed-since", "main")
    assert (said.returncode, said.stdout) == (0, "pass: nothing found (0 environments)\n")


def test_names_and_a_base_are_not_both_taken(checkout: Path) -> None:
    assert tidegate(checkout, "check", "eu-west-1", "--changed-since", "main").returncode == 2
