"""The Makefile, in a folder where programs that tell what they were called with stand in for Tidegate's own."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.generator.programs import program

ROOT = Path(__file__).parents[1]
TELLS = 'printf "%s" "$(basename "$0")"; for word in "$@"; do printf " <%s>" "$word"; done; echo'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "environments").mkdir()
    for name in ("eu-west-1", "us-east-1"):
        (tmp_path / "environments" / f"{name}.yaml").touch()
    (tmp_path / "generator" / "setup").mkdir(parents=True)
    (tmp_path / "generator" / "setup" / "__main__.py").write_text("print('set up', flush=True)\n")
    for name in ("tidegate", "python", "ruff", "mypy"):
        program(tmp_path / ".venv" / "bin" / name, TELLS)
    return tmp_path


def make(project: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("MAKE") and name not in ("ENV", "MFLAGS")
    }
    return subprocess.run(
        ["make", *arguments], cwd=project, env=inherited | variables, capture_output=True, text=True, check=False
    )


def test_called_without_a_target_it_lists_them_all(project: Path) -> None:
    listed = make(project)
    targets = re.findall(r"(?m)^make ([a-z-]+) ", listed.stdout)
    applying = ["apply", "destroy", "verify", "drift", "drill", "sandbox", "sandbox-stop"]
    assert targets == [
        "help",
        "setup",
        "plan",
        *applying,
        "test",
        "check",
        "docs",
        "bench",
        "prove",
        "edits",
        "faults",
        "mutants",
        "clean",
    ]
    assert make(project, "help").stdout == listed.stdout


@pytest.mark.parametrize(
    ("arguments", "runs"),
    [
        (["plan", "ENV=eu-west-1"], ["tidegate <plan> <--target> <sandbox> <--> <eu-west-1>"]),
        (["plan", "ENV=eu-west-1", "TARGET=aws"], ["tidegate <plan> <--target> <aws> <--> <eu-west-1>"]),
        (["plan", "ENV=--help"], ["tidegate <plan> <--target> <sandbox> <--> <--help>"]),
        (["test"], ["python <-m> <pytest> <--numprocesses> <3> <--dist> <loadfile>"]),
        (
            ["test", "ARGS=-k cluster"],
            ["python <-m> <pytest> <--numprocesses> <3> <--dist> <loadfile> <-k> <cluster>"],
        ),
        (
            ["check"],
            [
                "ruff <check> <.>",
                "ruff <format> <--check> <.>",
                "mypy",
                "tidegate <validate> <environments/eu-west-1.yaml> <environments/us-east-1.yaml>",
                "tidegate <check>",
            ],
        ),
        (
            ["check", "SINCE=main"],
            [
                "ruff <check> <.>",
                "ruff <format> <--check> <.>",
                "mypy",
                "tidegate <validate> <environments/eu-west-1.yaml> <environments/us-east-1.yaml>",
                "tidegate <check> <--changed-since> <main>",
            ],
        ),
        (["docs"], ["python <-m> <generator.documentation>"]),
        (["bench"], ["python <-m> <tests.benchmarks>"]),
        (["prove"], ["python <-m> <pytest> <-m> <slow>"]),
        (["mutants"], ["python <-m> <tests.mutants>"]),
        (["setup"], []),
    ],
)
def test_a_target_sets_up_and_then_runs_its_tools(project: Path, arguments: list[str], runs: list[str]) -> None:
    made = make(project, *arguments)
    assert (made.stdout.splitlines(), made.stderr, made.returncode) == (["set up", *runs], "", 0)


def test_the_environment_may_also_be_a_variable_of_the_shell(project: Path) -> None:
    assert make(project, "plan", ENV="us-east-1").stdout.endswith("<us-east-1>\n")


def test_a_plan_of_nothing_is_refused_before_the_set_up(project: Path) -> None:
    made = make(project, "plan")
    assert made.stdout == ""
    assert made.stderr.startswith("error: which environment?\n  fix: add ENV=... with one of: eu-west-1 us-east-1\n")
    assert made.returncode == 2


@pytest.mark.parametrize("variable", ["ENV", "TARGET"])
@pytest.mark.parametrize(
    "value", ["$(shell touch made)", "`touch made`", '"; touch made; "', "'; touch made; '", "a b", "$HOME"]
)
def test_a_value_is_never_run(project: Path, variable: str, value: str) -> None:
    values = {"ENV": "eu-west-1", "TARGET": "sandbox", variable: value}
    made = make(project, "plan", *(f"{name}={given}" for name, given in values.items()))
    assert made.stdout.splitlines()[-1] == f"tidegate <plan> <--target> <{values['TARGET']}> <--> <{values['ENV']}>"
    assert not (project / "made").exists()


def test_arguments_for_the_tests_are_never_run(project: Path) -> None:
    made = make(project, "test", "ARGS=; touch made; $(shell touch made) `touch made`")
    assert made.returncode == 0
    assert not (project / "made").exists()


def test_without_python_it_says_what_to_install(project: Path) -> None:
    made = make(project, "setup", "PYTHON=no-such-python")
    assert made.stderr.startswith("error: there is no no-such-python on the PATH\n  fix: install Python 3.11")
    assert made.returncode == 2


def test_clean_keeps_the_environment_and_what_is_written_by_hand(project: Path) -> None:
    for folder in ("build", ".mypy_cache", "generator/__pycache__", ".venv/lib/__pycache__"):
        (project / folder).mkdir(parents=True, exist_ok=True)
    assert make(project, "clean").returncode == 0
    assert [(project / folder).exists() for folder in ("build", ".mypy_cache", "generator/__pycache__")] == [False] * 3
    assert (project / ".venv" / "lib" / "__pycache__").exists()
    assert (project / "environments" / "eu-west-1.yaml").exists()


def test_a_drill_is_held_by_its_name(project: Path) -> None:
    ended = make(project, "drill", "ENV=eu-west-1", "DRILL=failover", "ARGS=--short")
    told = "tidegate <drill> <--target> <sandbox> <--short> <--> <failover> <eu-west-1>"
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, told)


def test_a_drill_without_a_name_says_how_to_give_one(project: Path) -> None:
    ended = make(project, "drill", "ENV=eu-west-1")
    assert ended.returncode == 2
    assert "error: which drill?" in ended.stderr
