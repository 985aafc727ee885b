"""Every checker catches the histories that it must, for their own reason, and lets the good ones pass."""

from pathlib import Path

import pytest

from tests.drills.checkers.cases import CHECKERS, FOLDER, read_case

NAMES = {"large transaction": "bulk"}
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_history_gets_the_verdict_that_its_file_names(file: Path) -> None:
    case, operations = read_case(file)
    verdict = CHECKERS[case["checker"]](operations)
    kinds = [anomaly.kind for anomaly in verdict.anomalies]
    assert (verdict.result, sorted(kinds)) == (case["result"], sorted(case.get("anomalies", []))), verdict


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_named_after_its_verdict(file: Path) -> None:
    case, _ = read_case(file)
    assert file.stem.startswith(f"{case['result']}-{NAMES.get(case['checker'], case['checker'])}")


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_checker_has_a_good_history_and_bad_ones(checker: str) -> None:
    verdicts = [case["result"] for case, _ in map(read_case, FILES) if case["checker"] == checker]
    assert verdicts.count("pass") >= 1
    assert verdicts.count("fail") >= 3


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_history_in_which_nothing_happened_is_unknown(checker: str) -> None:
    assert CHECKERS[checker]([]).result == "unknown"
