"""The collector of cases fails where a case and Tidegate disagree."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.specs.cases import annotated, expects_findings, is_case, judged

SMALLEST = (Path(__file__).parent / "pass-smallest.yaml").read_text(encoding="utf-8")
FAULTY = SMALLEST.replace("EU}", "EU, x: 1}")
EXPECTED = FAULTY.replace(
    "x: 1}\n",
    "x: 1}\n"
    "#                             ^ error SPEC013: `x` is not a key of the spec here\n"
    "#                               fix: take it out; the keys here are jurisdiction, classification\n",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose cases are collected like those beside this file."""
    (tmp_path / "conftest.py").write_text("from tests.specs.conftest import *\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def run(folder: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def case(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)


def test_cases_that_are_right_pass(folder: Path) -> None:
    case(folder, "pass-a.yaml", SMALLEST)
    case(folder, "fail-b.yaml", EXPECTED)
    (folder / "pass-c").mkdir()
    case(folder / "pass-c", "smallest.yaml", SMALLEST)
    case(folder, "no-case.yaml", FAULTY)

    code, output = run(folder)

    assert (code, "3 passed" in output) == (0, True), output


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("pass-a.yaml", FAULTY, "named pass-*, yet it has findings"),
        ("fail-a.yaml", SMALLEST, "named fail-*, yet nothing is wrong with it"),
        ("fail-a.yaml", FAULTY, "tests.specs.regenerate fail-a.yaml"),
        ("fail-a.yaml", EXPECTED.replace("error SPEC013", "warning SPEC013"), "+#                             ^ error"),
        ("fail-a.yaml", EXPECTED.replace("x` is", "y` is"), "-#                             ^ error SPEC013: `y`"),
        ("fail-a.yaml", EXPECTED.replace("take it", "leave it"), "-#                               fix: leave it out"),
        ("fail-a.yaml", EXPECTED.replace("# ", "#", 1), "+#                             ^ error"),
    ],
    ids=["a finding too many", "no finding", "none expected", "severity", "message", "fix", "column"],
)
def test_a_case_that_is_wrong_fails_and_says_how(folder: Path, name: str, text: str, says: str) -> None:
    case(folder, name, text)

    code, output = run(folder)

    assert (code, says in output) == (1, True), output


def test_a_spec_in_a_folder_is_called_like_its_file(folder: Path) -> None:
    (folder / "pass-c").mkdir()
    case(folder / "pass-c", "other.yaml", SMALLEST)

    code, output = run(folder)

    assert (code, "the environment is called `smallest`, its file `other`" in output) == (1, True), output


def test_expectations_are_written_below_their_line_and_old_ones_taken_out(folder: Path) -> None:
    file = folder / "fail-a.yaml"

    assert judged(file, {file: FAULTY}) == {file: EXPECTED}
    assert judged(file, {file: EXPECTED}) == {file: EXPECTED}
    assert annotated(EXPECTED, []) == FAULTY
    assert (expects_findings({file: EXPECTED}), expects_findings({file: FAULTY})) == (True, False)


@pytest.mark.parametrize(
    ("name", "case"), [("pass-a.yaml", True), ("fail-a.yaml", True), ("a.yaml", False), ("fail-a.md", False)]
)
def test_a_case_is_one_by_its_name(tmp_path: Path, name: str, case: bool) -> None:
    assert is_case(tmp_path / name) is case
