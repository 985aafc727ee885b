"""The steps of the workflows, run one after the other on this machine: all of them that are commands.

`make` is a program that tells what it was called with (what it does is tested with the Makefile), and plans go to the
sandbox instead of AWS. Everything else is what a runner would run.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.generator.checkouts import commit, git
from tests.generator.programs import program
from tests.workflows.reading import Runner, read

SANDBOX = {"--target aws": "--target sandbox"}
REPOSITORY = "example/databases"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which a pull request keeps the backups of eu-west-1 for three days, which is too short."""
    folder = tmp_path_factory.mktemp("workflow") / "checkout"
    shutil.copytree(ROOT / "environments", folder / "environments")
    shutil.copytree(ROOT / ".github", folder / ".github")
    for name in ("pyproject.toml", ".terraform.lock.hcl", ".gitignore"):
        shutil.copyfile(ROOT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    spec = folder / "environments" / "eu-west-1.yaml"
    spec.write_text(spec.read_text().replace("retention_days: 14", "retention_days: 3"))
    commit(folder)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(ROOT / ".venv" / "bin")
    return folder


@pytest.fixture(scope="module")
def runner(checkout: Path) -> Runner:
    programs = checkout.parent / "programs"
    program(programs / "make", 'echo "make $*" >> "$CALLS"')
    head, base = git(checkout, "rev-parse", "HEAD"), git(checkout, "rev-parse", "HEAD~1")
    values = {
        "github.event.pull_request.base.sha": base,
        "github.event.before": base,
        "github.event.pull_request.head.sha": head,
        "github.sha": head,
        "github.server_url": "https://github.com",
        "github.repository": REPOSITORY,
        "github.event.pull_request.number": "7",
        "github.token": "token",
        "matrix.environment": "eu-west-1",
        "steps.matrix.outputs.removed": '["us-east-1"]',
    }
    return Runner(checkout, values, programs, {"CALLS": str(checkout.parent / "calls")})


@pytest.fixture(autouse=True)
def fresh(checkout: Path) -> Iterator[None]:
    yield
    for name in ("calls", "output", "step-summary"):
        (checkout.parent / name).unlink(missing_ok=True)


def test_the_matrix_is_the_environment_whose_spec_changed(runner: Runner) -> None:
    for workflow in ("pull-request", "apply"):
        job = read(ROOT / f".github/workflows/{workflow}.yaml")["jobs"]["matrix"]
        for step in (each for each in job["steps"] if "run" in each):
            said = runner.run(step, job)
            assert said.returncode == 0, said.stderr
        output = runner.output()
        assert [row["environment"] for row in json.loads(output["matrix"])["include"]] == ["eu-west-1"]
        assert (output["any"], output["removed"]) == ("true", "[]")
    assert (runner.folder.parent / "calls").read_text() == "make setup\nmake setup\n"


def test_findings_are_annotations_sarif_and_junit(runner: Runner) -> None:
    job = read(ROOT / ".github/workflows/pull-request.yaml")["jobs"]["check"]
    check, write = (each for each in job["steps"] if "run" in each)
    assert runner.run(check, job).returncode == 0
    base = runner.values["github.event.before"]
    assert (runner.folder.parent / "calls").read_text() == f"make check SINCE={base}\n"
    said = runner.run(write, job)
    assert said.returncode == 0, said.stderr
    assert "::error file=environments/eu-west-1.yaml,line=" in said.stdout
    (result, *_) = json.loads((runner.folder / "findings.sarif").read_text())["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "environments/eu-west-1.yaml"
    assert place["region"]["startLine"] > 1
    assert "<failure" in (runner.folder / "findings.xml").read_text()


def test_a_check_that_cannot_run_fails_its_step(runner: Runner) -> None:
    job = read(ROOT / ".github/workflows/pull-request.yaml")["jobs"]["check"]
    write = [each for each in job["steps"] if "run" in each][-1]
    assert runner.run(write, job, **{"check --changed": "no-such-command --changed"}).returncode != 0


def test_a_plan_that_fails_is_summed_up_all_the_same(runner: Runner) -> None:
    job = read(ROOT / ".github/workflows/pull-request.yaml")["jobs"]["plan"]
    _, plan, sum_up = (each for each in job["steps"] if "run" in each)
    assert runner.run(plan, job, **SANDBOX).returncode == 1
    said = runner.run(sum_up, job)
    assert said.returncode == 0, said.stderr
    summary = (runner.folder / "summary" / "eu-west-1.md").read_text()
    head = runner.values["github.sha"]
    assert summary.startswith("### `eu-west-1`: fail\n")
    assert f"](https://github.com/{REPOSITORY}/blob/{head}/environments/eu-west-1.yaml#L" in summary
    assert (runner.folder.parent / "step-summary").read_text() == summary
    assert (runner.folder / "summary" / "eu-west-1.html").read_text().startswith("<!doctype html>")


def test_a_job_that_ends_before_its_plan_says_so(runner: Runner) -> None:
    shutil.rmtree(runner.folder / "build", ignore_errors=True)
    job = read(ROOT / ".github/workflows/pull-request.yaml")["jobs"]["plan"]
    said = runner.run([each for each in job["steps"] if "run" in each][-1], job)
    assert said.returncode == 0, said.stderr
    assert (runner.folder / "summary" / "eu-west-1.md").read_text().startswith("### `eu-west-1`: no plan\n")


def test_every_step_that_is_a_command_is_run_here() -> None:
    names = [
        f"{file}: {step['name']}"
        for file in ("pull-request", "apply")
        for job in read(ROOT / f".github/workflows/{file}.yaml")["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    elsewhere = {
        "pull-request: Write the comment, or what is new into it",  # test_comment.py
        "apply: Plan",  # test_apply_job.py runs both jobs whole
        "apply: Sum up",
        "apply: Apply the plan that passed",
        "apply: Set up",
    }
    assert sorted(set(names) - elsewhere) == [
        "apply: List the environments that the change concerns",
        "pull-request: Check",
        "pull-request: Hold a change that is marked spec-only to specs",
        "pull-request: List the environments that the change concerns",
        "pull-request: Plan",
        "pull-request: Say what comes of a spec that goes",
        "pull-request: Set up",
        "pull-request: Sum up",
        "pull-request: Write findings as annotations, SARIF and JUnit",
    ]
