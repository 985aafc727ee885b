"""Which environments a change concerns, in repositories made for it."""

import json
from pathlib import Path, PurePosixPath

import pytest

from generator.errors import MisuseError
from generator.matrix import Matrix, changed_files, matrix
from generator.project import Project
from generator.scope_rules import strays
from tests.conftest import ROOT
from tests.generator.checkouts import commit, git, tidegate

BOTH = ("eu-west-1", "us-east-1")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with two specs and a little of all else, committed once on `main`."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    for name in BOTH:
        (tmp_path / "environments").mkdir(exist_ok=True)
        (tmp_path / "environments" / f"{name}.yaml").write_text((ROOT / "environments" / f"{name}.yaml").read_text())
    for name in ("pyproject.toml", "generator/rules.py", "docs/page.md", "tests/test_x.py", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x\n")
    commit(tmp_path)
    return tmp_path


def edit(checkout: Path, *names: str) -> None:
    for name in names:
        with (checkout / name).open("a") as file:
            file.write("# edited\n")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], Matrix(())),
        (["environments/eu-west-1.yaml"], Matrix(("eu-west-1",))),
        (["environments/eu-west-1.yaml", "docs/page.md"], Matrix(("eu-west-1",))),
        ([f"environments/{name}.yaml" for name in BOTH], Matrix(BOTH)),
        (["docs/page.md", "README.md", "tests/test_x.py"], Matrix(())),
        (["generator/rules.py"], Matrix(BOTH, shared=("generator/rules.py",))),
        (["environments/eu-west-1.yaml", "pyproject.toml"], Matrix(BOTH, shared=("pyproject.toml",))),
        (["environments/new.yml"], Matrix(BOTH, shared=("environments/new.yml",))),
        (["environments/below/x.yaml"], Matrix(BOTH, shared=("environments/below/x.yaml",))),
        (["something-new"], Matrix(BOTH, shared=("something-new",))),
    ],
)
def test_a_change_concerns_the_environments_that_it_can_alter(
    names: list[str], expected: Matrix, checkout: Path
) -> None:
    assert matrix(Project(checkout), [PurePosixPath(name) for name in names]) == expected


def test_a_spec_that_goes_is_said_to_be_removed(checkout: Path) -> None:
    (checkout / "environments" / "us-east-1.yaml").unlink()
    assert matrix(Project(checkout), changed_files(checkout, "main")) == Matrix((), removed=("us-east-1",))


def test_a_spec_that_is_renamed_is_one_removed_and_one_new(checkout: Path) -> None:
    git(checkout, "mv", "environments/us-east-1.yaml", "environments/us-east-2.yaml")
    commit(checkout)
    assert matrix(Project(checkout), changed_files(checkout, "HEAD~1")) == Matrix(("us-east-2",), ("us-east-1",))


def test_what_is_committed_edited_and_new_counts_and_what_others_did_meanwhile_does_not(checkout: Path) -> None:
    git(checkout, "switch", "--quiet", "--create", "work")
    edit(checkout, "docs/page.md")
    commit(checkout)
    edit(checkout, "README.md")
    (checkout / "environments" / "ä b.yaml").write_text("x\n")
    git(checkout, "switch", "--quiet", "--detach", "main")
    edit(checkout, "generator/rules.py")
    git(checkout, "commit", "--quiet", "--message=theirs", "generator/rules.py")
    git(checkout, "branch", "--force", "main")
    git(checkout, "switch", "--quiet", "work")
    files = changed_files(checkout, "main")
    assert [str(file) for file in files] == ["README.md", "docs/page.md", "environments/ä b.yaml"]


@pytest.mark.parametrize("since", ["nowhere", "--help", "-rf", ""])
def test_a_base_that_git_does_not_know_is_misuse(checkout: Path, since: str) -> None:
    with pytest.raises(MisuseError, match="that this work branched off"):
        changed_files(checkout, since)


def test_the_command_hands_a_workflow_what_its_jobs_need(checkout: Path) -> None:
    edit(checkout, "environments/eu-west-1.yaml")
    row = {"environment": "eu-west-1", "region": "eu-west-1", "account_id": "222222222222"}
    said = tidegate(checkout, "matrix", "--changed-since", "main", "--format", "github")
    assert said.stdout == f"matrix={json.dumps({'include': [row]})}\nany=true\nremoved=[]\n"
    said = tidegate(checkout, "matrix", "--changed-since", "main", "--format", "json")
    assert json.loads(said.stdout) == {"environments": ["eu-west-1"], "include": [row], "removed": [], "shared": []}
    assert tidegate(checkout, "matrix", "--changed-since", "main").stdout == "eu-west-1\n"


def test_a_change_of_nothing_gives_an_empty_matrix(checkout: Path) -> None:
    said = tidegate(checkout, "matrix", "--changed-since", "main", "--format", "github")
    assert said.stdout == 'matrix={"include": []}\nany=false\nremoved=[]\n'


def test_a_change_of_specs_alone_is_held_to_specs(checkout: Path) -> None:
    edit(checkout, "environments/eu-west-1.yaml")
    assert tidegate(checkout, "matrix", "--changed-since", "main", "--spec-only").returncode == 0
    edit(checkout, "docs/page.md")
    said = tidegate(checkout, "matrix", "--changed-since", "main", "--spec-only")
    assert (said.returncode, said.stdout) == (1, "eu-west-1\n")
    assert said.stderr.startswith("docs/page.md  error SCP001  docs/page.md is no spec")


@pytest.mark.parametrize(
    "name", ["policies/waivers.yaml", "environments/schema.json", "environments/x/y.yaml", "a.yaml"]
)
def test_what_is_no_spec_strays(name: str) -> None:
    assert [found.file for found in strays([PurePosixPath(name), PurePosixPath("environments/x.yaml")])] == [name]


def test_outside_of_a_repository_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "environments").mkdir()
    (tmp_path / "pyproject.toml").touch()
    said = tidegate(tmp_path, "matrix", "--changed-since", "main", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (said.returncode, said.stdout) == (2, "")
    assert "fix: " in said.stderr
