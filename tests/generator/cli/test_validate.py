"""`tidegate validate` as a person and a pipeline call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import tidegate
from generator.errors import MisuseError
from tests.generator.spec.specs import ROOT, SMALLEST

FAULTY = SMALLEST.replace("smallest", "faulty").replace("jurisdiction: EU", "juristiction: EU")
EXPECTED = """\
environments/faulty.yaml:5:13  error SPEC013  `juristiction` is not a key of the spec here
    fix: did you mean `jurisdiction`?
    why: docs/spec.md
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one sound environment, as the working directory."""
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "smallest.yaml").write_text(SMALLEST)
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def faulty(checkout: Path) -> Path:
    file = checkout / "environments" / "faulty.yaml"
    file.write_text(FAULTY)
    return file


def validate(*arguments: str) -> Result:
    """Calls the command as the command line does: its result is the exit code."""
    return CliRunner().invoke(tidegate, ["validate", "--today", "2026-11-22", *arguments], standalone_mode=False)


def clashes(*arguments: str) -> list[tuple[str, str, str]]:
    """Rule, file and message of the findings."""
    findings = json.loads(validate(*arguments, "--format", "json").output)["findings"]
    return [(found["rule"], found["file"], found["message"]) for found in findings]


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize("arguments", [(), ("smallest",), ("environments/smallest.yaml",), ("smallest", "smallest")])
def test_a_sound_spec_passes_by_its_name_by_its_file_and_by_nothing(arguments: tuple[str, ...]) -> None:
    result = validate(*arguments)

    assert (result.return_value, result.output.split(" (")[0]) == (0, "pass: nothing found")


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("arguments", [(), ("faulty",), ("environments/faulty.yaml",), ("smallest", "faulty")])
def test_findings_are_printed_and_give_exit_code_1(arguments: tuple[str, ...]) -> None:
    result = validate(*arguments)

    assert result.return_value == 1
    assert result.output.startswith(EXPECTED + "fail: 1 error (")


@pytest.mark.usefixtures("faulty")
def test_findings_of_specs_that_were_not_named_are_not_shown() -> None:
    assert validate("smallest").return_value == 0


def test_an_environment_that_clashes_with_one_that_was_not_named_is_found(checkout: Path) -> None:
    twin = SMALLEST.replace("smallest", "twin").replace('account_id: "222222222222"', 'account_id: "333333333333"')
    (checkout / "environments" / "twin.yaml").write_text(twin)

    assert [clashes(*arguments) for arguments in ((), ("twin",), ("smallest",))] == [
        [("ENV002", "environments/twin.yaml", "10.20.0.0/16 overlaps 10.20.0.0/16 of environments/smallest.yaml")],
        [("ENV002", "environments/twin.yaml", "10.20.0.0/16 overlaps 10.20.0.0/16 of environments/smallest.yaml")],
        [("ENV002", "environments/smallest.yaml", "10.20.0.0/16 overlaps 10.20.0.0/16 of environments/twin.yaml")],
    ]


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize(("name", "fix"), [("smalest", "did you mean smallest?"), ("x", "name one of them, or add")])
def test_an_unknown_name_is_misuse_and_names_the_nearest(name: str, fix: str) -> None:
    result = validate(name)

    assert isinstance(result.exception, MisuseError)
    assert str(result.exception) == f"there is no environment {name!r}: environments/ holds smallest"
    assert result.exception.fix.startswith(fix)


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize(
    ("path", "message"),
    [("none.yaml", "there is no such file"), ("environments", "this is a folder, not a file"), ("a/b", "there is no")],
)
def test_a_path_that_leads_to_no_file_is_a_finding(path: str, message: str) -> None:
    result = validate(path)

    assert result.return_value == 1
    assert result.output.startswith(f"{path}  error SPEC001  {message}")


def test_an_empty_folder_of_environments_is_misuse(checkout: Path) -> None:
    (checkout / "environments" / "smallest.yaml").unlink()

    assert isinstance(validate().exception, MisuseError)


def test_a_file_can_be_checked_outside_of_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "smallest.yaml").write_text(SMALLEST)
    monkeypatch.chdir(tmp_path)

    assert validate("smallest.yaml").return_value == 0
    assert isinstance(validate("smallest").exception, MisuseError)


def test_files_are_named_from_the_working_directory(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(faulty.parent)

    assert validate("faulty").output.startswith("faulty.yaml:5:13  error SPEC013")


@pytest.mark.usefixtures("faulty")
def test_the_report_goes_into_the_file_that_is_named(checkout: Path) -> None:
    result = validate("--format", "json", "--output", "report.json")

    report = json.loads((checkout / "report.json").read_text())
    assert (result.return_value, result.output) == (1, "")
    assert [found["rule"] for found in report["findings"]] == ["SPEC013"]
    assert report["checked"]["specs"] == ["environments/faulty.yaml", "environments/smallest.yaml"]
    assert report["checked"]["rules"] > 50
    assert report["verdict"] == "fail"


@pytest.mark.parametrize(
    ("today", "code", "severities"), [("2026-07-31", 0, ["warning"]), ("2026-08-01", 1, ["error"])]
)
def test_ends_of_support_are_held_against_the_given_day(
    checkout: Path, today: str, code: int, severities: list[str]
) -> None:
    old = SMALLEST.replace("    instance", '    engine_version: "8.0"\n    instance')
    (checkout / "environments" / "smallest.yaml").write_text(old)

    result = validate("--today", today, "--format", "json")

    assert [found["severity"] for found in json.loads(result.output)["findings"]] == severities
    assert result.return_value == code


def test_the_real_environments_pass() -> None:
    files = sorted(str(file) for file in (ROOT / "environments").glob("*.yaml"))

    assert validate(*files).return_value == 0


def test_validating_imports_neither_the_renderer_nor_the_policies_nor_a_terminal_library() -> None:
    program = (
        "import sys; from generator.cli.main import main\n"
        "sys.argv = ['tidegate', 'validate', 'eu-west-1']\n"
        "try: main()\n"
        "finally: print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'cdktf', 'cdktf_cdktf_provider_aws', 'jsii', 'constructs', 'checkov', 'boto3', 'botocore', 'moto', 'rich',"
        " 'jinja2', 'modules'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_output_that_the_terminal_cannot_encode_is_escaped(checkout: Path) -> None:
    spec = SMALLEST.replace("jurisdiction: EU", "jurisdiktión: EU").replace("region: eu-west-1", "region: 日本")
    (checkout / "environments" / "smallest.yaml").write_text(spec, encoding="utf-8")

    done = subprocess.run(
        [Path(sys.executable).with_name("tidegate"), "validate"],
        cwd=checkout,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1
    assert b"`region` is `\\u65e5\\u672c`" in done.stdout
    assert b"Traceback" not in done.stderr
