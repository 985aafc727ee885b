"""`tidegate runbook` as a person calls it."""

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import tidegate
from generator.errors import MisuseError
from modules.runbooks import NAMES
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def runbook(*arguments: str) -> Result:
    return CliRunner().invoke(tidegate, ["runbook", *arguments], standalone_mode=False)


def test_without_a_name_all_are_named() -> None:
    assert runbook("eu-west-1").stdout.split() == list(NAMES)


def test_one_is_printed_with_the_names_of_the_environment() -> None:
    text = runbook("us-east-1", "failover").stdout
    assert text.startswith("# Failover in us-east-1\n")
    assert "--region us-east-1" in text


def test_an_unknown_one_is_refused_with_the_nearest() -> None:
    ran = runbook("eu-west-1", "failovr")
    assert isinstance(ran.exception, MisuseError)
    assert (str(ran.exception), ran.exception.fix) == ("there is no runbook 'failovr'", "did you mean failover?")
