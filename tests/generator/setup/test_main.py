import ast
import tomllib
from pathlib import Path

import pytest

from generator.setup import __main__ as start
from tests.generator.programs import program

ROOT = Path(__file__).parents[3]
OLDEST_READER = (3, 6)


def test_an_old_python_can_read_what_refuses_it() -> None:
    for file in ("generator/__init__.py", "generator/setup/__init__.py", "generator/setup/__main__.py"):
        ast.parse((ROOT / file).read_text(encoding="utf-8"), feature_version=OLDEST_READER)


def test_it_asks_for_the_python_that_the_project_requires() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={'.'.join(map(str, start.MINIMUM))}"


def test_the_message_names_what_there_is_and_what_is_needed() -> None:
    assert start.too_old("3.9.18", "/usr/bin/python3") == (
        "error: Python 3.9.18 at /usr/bin/python3 is too old, and there is no newer one on the PATH\n"
        "  fix: install Python 3.11 or newer, or name one: make PYTHON=python3.11 ...\n"
    )


def test_the_newest_python_on_the_path_that_runs_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert start.newer_python() == ""
    program(tmp_path / "python3.10", "exit 0")
    program(tmp_path / "python3.14", "exit 127")
    assert start.newer_python() == ""
    program(tmp_path / "python3.11", "exit 0")
    program(tmp_path / "python3.13", "exit 0")
    assert start.newer_python() == "python3.13"
