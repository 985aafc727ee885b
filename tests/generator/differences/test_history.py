"""A spec as git knows it."""

from pathlib import Path

import pytest

from generator.differences import spec_at
from generator.errors import MisuseError, ToolError
from tests.generator.differences.repositories import checkout

SPEC = Path("environments/eu-west-1.yaml")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return checkout(tmp_path / "checkout", "environment: eu-west-1\n")


@pytest.mark.parametrize("revision", ["HEAD", "main", "first"])
def test_a_spec_is_read_as_it_was(root: Path, revision: str) -> None:
    (root / SPEC).write_text("changed\n", encoding="utf-8")
    assert spec_at(root, SPEC, revision) == b"environment: eu-west-1\n"


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "HEAD:environments"])
def test_what_is_no_revision_is_refused(root: Path, revision: str) -> None:
    with pytest.raises(MisuseError, match="git knows no revision"):
        spec_at(root, SPEC, revision)


def test_a_revision_without_the_spec_is_refused(root: Path) -> None:
    with pytest.raises(MisuseError, match=r"HEAD has no environments/other\.yaml"):
        spec_at(root, Path("environments/other.yaml"), "HEAD")


def test_git_has_to_be_there(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(ToolError, match="git is not installed"):
        spec_at(root, SPEC, "HEAD")
