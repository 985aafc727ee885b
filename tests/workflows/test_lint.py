"""The workflows and their neighbours, against schemas, zizmor, and what they promise."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.project import Project
from tests.conftest import ROOT
from tests.workflows.reading import WORKFLOWS, read, steps

BIN = Path(sys.executable).parent
PINNED = re.compile(
    r"^      - uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$|^        uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$"
)
ROLES = {"contents": {"read"}, "id-token": {"write"}, "security-events": {"write"}, "pull-requests": {"write"}}


def ran(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / command[0], *command[1:]], cwd=cwd, capture_output=True, text=True, check=False)


def schema(name: str, file: Path) -> subprocess.CompletedProcess[str]:
    return ran("check-jsonschema", "--builtin-schema", name, file)


def by_name(file: Path) -> str:
    return file.name


@pytest.mark.parametrize("file", WORKFLOWS, ids=by_name)
def test_a_workflow_is_valid_and_its_jobs_have_time_limits(file: Path) -> None:
    for name in ("vendor.github-workflows", "custom.github-workflows-require-timeout"):
        said = schema(name, file)
        assert said.returncode == 0, said.stdout


def test_a_workflow_that_is_not_valid_is_found(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(WORKFLOWS[0].read_text().replace("runs-on:", "run-on:"))
    assert schema("vendor.github-workflows", bad).returncode == 1


def test_zizmor_has_nothing_to_say() -> None:
    said = ran("zizmor", "--offline", "--quiet", "--no-progress", "--format=json", ".github")
    assert said.returncode == 0, said.stdout
    assert json.loads(said.stdout) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("persist-credentials: false", "show-progress: false", "artipacked"),
        ('run: make check SINCE="$SINCE"', "run: make check SINCE=${{ github.head_ref }}", "template-injection"),
        ("de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "v6", "unpinned-uses"),
        ("  contents: read\n\nconcurrency", "  contents: write\n\nconcurrency", "excessive-permissions"),
    ],
)
def test_what_zizmor_is_there_for_it_finds(old: str, new: str, finding: str, tmp_path: Path) -> None:
    text = (ROOT / ".github/workflows/pull-request.yaml").read_text()
    assert old in text
    bad = tmp_path / ".github" / "workflows" / "bad.yaml"
    bad.parent.mkdir(parents=True)
    bad.write_text(text.replace(old, new))
    said = ran("zizmor", "--offline", "--quiet", "--no-progress", "--format=json", bad, cwd=tmp_path)
    assert finding in {each["ident"] for each in json.loads(said.stdout)}


@pytest.mark.parametrize("file", WORKFLOWS, ids=by_name)
def test_actions_are_pinned_by_commit_and_say_their_version(file: Path) -> None:
    lines = [line for line in file.read_text().splitlines() if "uses:" in line]
    assert [line for line in lines if not PINNED.match(line)] == []


def test_an_action_is_the_same_version_everywhere() -> None:
    pins = {line.split("uses: ")[1] for file in WORKFLOWS for line in file.read_text().splitlines() if "uses: " in line}
    assert len({pin.split("@")[0] for pin in pins}) == len(pins)


@pytest.mark.parametrize("file", WORKFLOWS, ids=by_name)
def test_a_workflow_may_read_and_a_job_says_what_more_it_needs(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        for name, right in job.get("permissions", {}).items():
            assert right in ROLES[name]


@pytest.mark.parametrize("file", WORKFLOWS, ids=by_name)
def test_no_checkout_keeps_its_credentials(file: Path) -> None:
    checkouts = [step for _, step in steps(read(file)) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []


def test_only_the_protected_job_has_the_role_that_changes_anything() -> None:
    roles = {
        (file.stem, job): step["with"]["role-to-assume"].rpartition("-")[2]
        for file in WORKFLOWS
        for job, step in steps(read(file))
        if "configure-aws-credentials" in step.get("uses", "")
    }
    assert roles == {("pull-request", "plan"): "plan", ("apply", "plan"): "plan", ("apply", "apply"): "apply"}
    job = read(ROOT / ".github/workflows/apply.yaml")["jobs"]["apply"]
    assert job["environment"] == "${{ matrix.environment }}"
    assert job["concurrency"] == {"group": "state-${{ matrix.environment }}", "cancel-in-progress": False}


def test_a_fork_gets_no_role_and_no_right_to_write() -> None:
    workflow = read(ROOT / ".github/workflows/pull-request.yaml")
    assert "pull_request_target" not in workflow["on"]
    own = "github.event.pull_request.head.repo.full_name == github.repository"
    assert own in workflow["jobs"]["plan"]["if"]
    assert workflow["jobs"]["comment"]["needs"] == "plan"


def test_dependabot_and_the_hook_are_valid() -> None:
    assert schema("vendor.dependabot", ROOT / ".github/dependabot.yaml").returncode == 0
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert (hook["id"], hook["entry"]) == ("tidegate-validate", "tidegate validate")
    specs = [file.relative_to(ROOT).as_posix() for file in (ROOT / "environments").iterdir()]
    assert sorted(filter(re.compile(hook["files"]).search, specs)) == [
        Project(ROOT).spec(name).as_posix() for name in Project(ROOT).environments()
    ]


def test_the_hook_ends_with_1_on_a_spec_with_a_finding(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    spec = tmp_path / "environments" / "eu-west-1.yaml"
    spec.parent.mkdir()
    text = (ROOT / "environments/eu-west-1.yaml").read_text()
    spec.write_text(text)
    assert ran(*hook["entry"].split(), spec).returncode == 0
    spec.write_text(text.replace("iops: 3000", "iops: 3"))
    assert ran(*hook["entry"].split(), spec).returncode == 1


def test_atlantis_has_a_project_for_each_environment() -> None:
    atlantis = yaml.safe_load((ROOT / "atlantis.yaml").read_text())
    assert [project["name"] for project in atlantis["projects"]] == Project(ROOT).environments()
    for project in atlantis["projects"]:
        assert project["workspace"] == project["name"]
        assert f"environments/{project['name']}.yaml" in project["autoplan"]["when_modified"]
        assert {"approved", "mergeable", "undiverged"} <= set(project["apply_requirements"])


def test_specs_are_the_app_teams_and_everything_else_the_platform_teams() -> None:
    assert owner("environments/eu-west-1.yaml") == "@example/app-teams"
    for name in (
        "environments/schema.json",
        "policies/waivers.yaml",
        ".github/CODEOWNERS",
        "Makefile",
        "a/environments/x",
    ):
        assert owner(name) == "@example/platform"


def test_editors_know_the_schemas() -> None:
    schemas: dict[str, Any] = json.loads((ROOT / ".vscode/settings.json").read_text())["yaml.schemas"]
    assert [name for name in schemas if not (ROOT / name).is_file()] == []
    assert [pattern for pattern in schemas.values() if not list(ROOT.glob(pattern))] == []


def owner(name: str) -> str:
    """Who owns a file: the last line that fits, of the few forms that ours has."""
    found = ""
    for line in (ROOT / ".github/CODEOWNERS").read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, who = line.split()
            assert re.fullmatch(r"\*|/[\w./-]*(\*\.yaml|\w\.json)", pattern)
            if pattern == "*" or Path("/", name).match(pattern):
                found = who
    return found
