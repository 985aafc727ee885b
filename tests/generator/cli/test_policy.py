"""`tidegate policy` as a person calls it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import tidegate
from tests.conftest import ROOT
from tests.policies.compliant import compliant_render, planned

SPEC = str(ROOT / "environments" / "eu-west-1.yaml")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "eu-west-1"
    folder.mkdir()
    for name in ("cdk.tf.json", "plan.json", "origins.json", "versions.tf"):
        shutil.copyfile(planned("eu-west-1") / name, folder / name)
    return folder


def policy(*arguments: str | Path) -> Result:
    return CliRunner().invoke(tidegate, ["policy", *map(str, arguments)], standalone_mode=False)


def spoil(build: Path) -> None:
    data = compliant_render("eu-west-1")
    data["resource"]["aws_rds_cluster"]["orders"]["deletion_protection"] = False
    (build / "cdk.tf.json").write_text(json.dumps(data))


@pytest.mark.parametrize("name", ["cdk.tf.json", "plan.json", "."])
def test_what_complies_passes(build: Path, name: str) -> None:
    ran = policy(build / name, "--spec", SPEC, "--format", "json")

    assert ran.return_value == 0, ran.output
    report = json.loads(ran.stdout)
    assert (report["verdict"], report["findings"]) == ("pass", [])
    assert report["checked"]["stacks"] == [((build / name) / "cdk.tf.json" if name == "." else build / name).as_posix()]
    assert report["checked"]["verdicts"] > 500


@pytest.mark.parametrize("checkov", ["--checkov", "--no-checkov"])
def test_a_violation_is_found_with_and_without_checkov(build: Path, checkov: str) -> None:
    spoil(build)
    ran = policy(build / "cdk.tf.json", checkov, "--format", "json")
    findings = json.loads(ran.stdout)["findings"]

    assert ran.return_value == 1
    assert {found["resource"] for found in findings} == {"aws_rds_cluster.orders"}
    assert any(found["rule"].startswith("CKV_TDG_4") for found in findings)
    assert ("CKV_AWS_139" in {found["rule"] for found in findings}) == (checkov == "--checkov")
    assert {found["file"] for found in findings} == {"environments/eu-west-1.yaml"}


def test_every_render_in_a_folder_is_judged(build: Path) -> None:
    shutil.copytree(build, build.parent / "copy")
    spoil(build)
    ran = policy(build.parent, "--no-checkov", "--format", "json")

    assert ran.return_value == 1
    assert json.loads(ran.stdout)["checked"]["stacks"] == [
        (build.parent / name / "cdk.tf.json").as_posix() for name in ("copy", "eu-west-1")
    ]


def test_a_plan_is_compared_with_the_render_beside_it(build: Path) -> None:
    data = compliant_render("eu-west-1")
    data["resource"]["aws_sns_topic"]["other"] = {"name": "other"}
    (build / "cdk.tf.json").write_text(json.dumps(data))
    ran = policy(build / "plan.json", "--no-checkov", "--format", "json")

    assert [found["rule"] for found in json.loads(ran.stdout)["findings"]] == ["GATE010"]


def test_the_spec_of_another_environment_is_a_finding(build: Path) -> None:
    other = str(ROOT / "environments" / "us-east-1.yaml")
    ran = policy(build / "plan.json", "--no-checkov", "--spec", other, "--format", "json")

    assert ran.return_value == 1
    assert {found["rule"] for found in json.loads(ran.stdout)["findings"]} == {"GATE003"}


@pytest.mark.parametrize("form", ["text", "sarif", "junit", "github", "markdown"])
def test_every_form_is_written(build: Path, form: str) -> None:
    spoil(build)
    ran = policy(build / "cdk.tf.json", "--no-checkov", "--format", form)

    assert ran.return_value == 1
    assert "environments/eu-west-1.yaml" in ran.output


def test_a_path_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    assert "there is no file" in str(policy(tmp_path / "none.json").exception)
    assert "there is no cdk.tf.json in" in str(policy(tmp_path).exception)
