"""Finding one's way in a checkout."""

from pathlib import Path

import pytest

from generator.errors import MisuseError
from generator.project import Project, find_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "environments").mkdir()
    (tmp_path / "pyproject.toml").touch()
    for name in ("eu-west-1", "us-east-1"):
        (tmp_path / "environments" / f"{name}.yaml").touch()
    return Project(tmp_path)


def test_a_checkout_is_found_from_any_folder_in_it(project: Project) -> None:
    inner = project.root / "docs" / "decisions"
    inner.mkdir(parents=True)
    assert find_project(inner) == project


def test_outside_of_a_checkout_the_way_is_told(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="is not inside a checkout of Tidegate"):
        find_project(tmp_path)


def test_an_environment_has_a_spec_and_a_build_folder(project: Project) -> None:
    assert project.environments() == ["eu-west-1", "us-east-1"]
    assert project.spec("eu-west-1") == Path("environments/eu-west-1.yaml")
    assert project.build("eu-west-1") == project.root / "build" / "eu-west-1"


@pytest.mark.parametrize(
    ("name", "fix"),
    [("eu-wset-1", "did you mean eu-west-1?"), ("../../etc", "name one of them, or add environments/<name>.yaml")],
)
def test_an_unknown_environment_is_answered_with_the_known_ones(project: Project, name: str, fix: str) -> None:
    with pytest.raises(MisuseError, match="holds eu-west-1, us-east-1") as raised:
        project.spec(name)
    assert raised.value.fix == fix
