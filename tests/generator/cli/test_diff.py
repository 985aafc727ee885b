"""`tidegate diff` as a person calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import tidegate
from generator.errors import MisuseError
from tests.conftest import ROOT
from tests.generator.differences.repositories import checkout, git

SPEC = (ROOT / "environments" / "eu-west-1.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("diff") / "checkout", SPEC)


@pytest.fixture
def spec(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The spec's file, as it was committed."""
    monkeypatch.chdir(root)
    file = root / "environments" / "eu-west-1.yaml"
    file.write_text(SPEC, encoding="utf-8")
    return file


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(tidegate, ["diff", *arguments], standalone_mode=False)


def edit(spec: Path, old: str, new: str) -> None:
    assert old in SPEC
    spec.write_text(SPEC.replace(old, new), encoding="utf-8")


def test_a_change_is_shown_with_its_line_of_the_spec(spec: Path) -> None:
    edit(spec, "iops: 3000", "iops: 4000")
    ran = diff("eu-west-1", "HEAD", "--format", "json")

    assert ran.exit_code == 0, ran.output
    changes = {each["address"]: each for each in json.loads(ran.stdout)["changes"]}
    (attribute,) = changes["aws_rds_cluster.orders"]["attributes"]
    line = next(number for number, text in enumerate(SPEC.splitlines(), 1) if "iops" in text)
    assert (attribute["path"], attribute["before"], attribute["after"]) == ("iops", 3000, 4000)
    assert (attribute["place"]["line"], attribute["place"]["spec"]) == (line, "databases.orders.storage.iops")


def test_a_user_more_is_more_resources_and_other_sql(spec: Path) -> None:
    user = "      - {name: audit, role: arn:aws:iam::222222222222:role/audit, endpoint: reader}\n"
    edit(spec, "    parameters:", f"{user}    parameters:")
    ran = diff("eu-west-1", "first")

    assert ran.exit_code == 0, ran.output
    assert "+ aws_iam_policy.orders_connect-audit  (environments/eu-west-1.yaml:" in ran.stdout
    assert "\n~ sql/orders.sql\n" in ran.stdout
    assert "added" in ran.stdout.splitlines()[-1]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_no_change_is_said_to_be_none(spec: Path, form: str) -> None:
    ran = diff("eu-west-1", "HEAD", "--format", form)
    assert spec.exists()
    assert "the render stays the same" in ran.stdout


def test_a_table_is_made_for_a_comment(spec: Path, tmp_path: Path) -> None:
    edit(spec, "size_gib: 400", "size_gib: 500")
    assert diff("eu-west-1", "HEAD", "--format", "markdown", "--output", str(tmp_path / "x.md")).exit_code == 0
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert (
        "| changed | `aws_rds_cluster.orders` | `allocated_storage` | 400 | 500 | environments/eu-west-1.yaml:" in text
    )


def test_a_spec_with_findings_is_not_compared(spec: Path) -> None:
    edit(spec, "size_gib: 400", "size_gib: many")
    ran = diff("eu-west-1", "HEAD")
    assert ran.return_value == 1
    assert "size_gib" in ran.stdout


def test_a_revision_that_is_not_sound_is_refused(root: Path, spec: Path) -> None:
    edit(spec, "region: eu-west-1", "region: [eu-west-1]")
    git(root, "commit", "-q", "-a", "-m", "Unsound")
    spec.write_text(SPEC, encoding="utf-8")
    ran = diff("eu-west-1", "HEAD")
    git(root, "reset", "-q", "--hard", "first")
    assert isinstance(ran.exception, MisuseError)
    assert "the spec at HEAD is not sound: line" in str(ran.exception)
