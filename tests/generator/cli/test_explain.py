"""`tidegate explain`."""

import json

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import tidegate
from generator.errors import MisuseError
from generator.findings_catalogue import descriptions


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(tidegate, ["explain", *arguments], standalone_mode=False)


@pytest.mark.parametrize("name", ["SPEC010", "spec010"])
def test_a_rule_is_explained_with_its_source(name: str) -> None:
    assert explain(name).output == (
        "SPEC010  error  A key stands once in its mapping\n"
        "\n"
        "    Most YAML readers silently take the last of two values for the same key. Here both lines are\n"
        "    named, and neither is guessed to be the right one.\n"
        "\n"
        "    why: https://yaml.org/spec/1.2.2/#3213-node-comparison\n"
    )


def test_every_rule_can_be_explained() -> None:
    for described in descriptions():
        assert explain(described.id).output.startswith(f"{described.id}  {described.severity}  {described.title}\n")


def test_without_a_rule_all_are_listed() -> None:
    lines = explain().output.splitlines()

    assert [line.split()[0] for line in lines] == [described.id for described in descriptions()]


def test_a_rule_is_explained_to_programs() -> None:
    content = json.loads(explain("SPEC010", "--format", "json").output)

    assert sorted(content) == ["explanation", "id", "severity", "source", "title"]
    assert len(json.loads(explain("--format", "json").output)) == len(descriptions())


@pytest.mark.parametrize(
    ("rule", "fix"),
    [
        ("SPEC10", "did you mean SPEC010? `tidegate explain` lists all rules"),
        ("x", "`tidegate explain` lists all rules"),
    ],
)
def test_an_unknown_rule_is_misuse_and_names_the_nearest(rule: str, fix: str) -> None:
    error = explain(rule).exception

    assert isinstance(error, MisuseError)
    assert (str(error), error.fix) == (f"there is no rule {rule!r}", fix)
