"""The page of a drill, as text."""

import json
import re
from pathlib import Path

import pytest

from drills.checkers import untested
from drills.evidence import Report, write_evidence
from drills.evidence.page import page
from tests.drills.evidence.reports import FAILED, report

REFERENCE = re.compile(r"""(?:src|href)\s*=\s*["'](?!#)|url\((?!#)|@import""")


def test_the_page_needs_nothing_beside_it() -> None:
    assert REFERENCE.findall(page(report())) == []


@pytest.mark.parametrize("text", ['<img src="a.png">', "<link href='x.css'>", "background: url(x.png)", "@import 'x'"])
def test_what_would_be_needed_is_found(text: str) -> None:
    assert REFERENCE.findall(text)


@pytest.mark.parametrize(
    ("verdicts", "word"),
    [
        (None, "passed"),
        (FAILED, "failed"),
        ([untested("set", "nothing was written")], "not proven"),
        ([], "not proven"),
    ],
)
def test_the_verdict_stands_on_top(verdicts: list[object] | None, word: str) -> None:
    heading = re.search(r"<h1>.*</h1>", page(report(verdicts)))  # type: ignore[arg-type]
    assert heading
    assert heading[0] == f"<h1>The failover drill <b>{word}</b></h1>"


def test_what_clients_wrote_is_no_markup() -> None:
    text = page(report(FAILED))
    assert "the accounts hold &lt;9,100&gt;" in text
    assert "and 4 more, see verdict.json" in text


def test_a_drill_without_a_history_has_a_page_too() -> None:
    text = page(report(operations=[]))
    assert "<svg" not in text


def test_the_plots_take_the_colours_of_the_page() -> None:
    text = page(report())
    assert text.count("<svg") == 4
    assert "var(--fault)" in text
    assert not re.search(r"#0[1-6]0[1-6]0[1-6]", text)


def test_the_verdict_for_machines_names_what_it_rests_on(tmp_path: Path) -> None:
    written: Report = report(FAILED)
    shown = write_evidence(tmp_path, written)
    verdict = json.loads((tmp_path / "verdict.json").read_text())
    assert shown.read_text() == page(written)
    assert {
        key: verdict[key] for key in ("verdict", "server", "target", "commit", "plan_sha256", "history_sha256")
    } == {
        "verdict": "fail",
        "server": "9.7.4 (Debian)",
        "target": "sandbox",
        "commit": "0123456789" * 4,
        "plan_sha256": "ab" * 32,
        "history_sha256": "cd" * 32,
    }
    assert [check["result"] for check in verdict["checks"]] == ["fail", "unknown"]
    assert [fault["at_seconds"] for fault in verdict["faults"]] == [10.0, 25.0, 40.0, 55.0]
