"""Which plan may still be applied."""

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.applying.state import Mark
from generator.applying.verdict import Stamp, commit_of, differences, read_verdict, write_verdict
from generator.findings import Finding

SPEC = "environments/eu-west-1.yaml"
MADE = Stamp(
    sha256="a" * 64,
    spec_sha256="b" * 64,
    commit="c" * 40,
    made="2026-11-25T08:00:00+00:00",
    target="sandbox",
    live=True,
    account_id="222222222222",
    region="eu-west-1",
    state=Mark("lineage", 3),
)


def refused(**changes: Any) -> list[Finding]:
    return list(differences(MADE, replace(MADE, **changes), spec=SPEC))


@pytest.mark.parametrize("made", ["2026-11-25T08:00:00+00:00", "2026-11-26T08:00:00+00:00"])
def test_a_plan_of_the_last_day_may_be_applied(made: str) -> None:
    assert refused(made=made) == []


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("APL002", {"sha256": "d" * 64}),
        ("APL003", {"made": "2026-11-26T08:00:01+00:00"}),
        ("APL003", {"made": "2026-11-25T07:00:00+00:00"}),
        ("APL004", {"spec_sha256": "d" * 64}),
        ("APL005", {"commit": f"{'c' * 40}+0123456789ab"}),
        ("APL005", {"commit": None}),
        ("APL006", {"state": Mark("lineage", 4)}),
        ("APL006", {"state": Mark("another", 3)}),
        ("APL007", {"target": "aws"}),
        ("APL007", {"account_id": "111111111111"}),
        ("APL007", {"region": "us-east-1"}),
    ],
)
def test_a_plan_from_other_things_is_refused(rule: str, changes: dict[str, Any]) -> None:
    (finding,) = refused(**changes)
    assert (finding.rule, finding.severity, finding.file, finding.line) == (rule, "error", SPEC, 1)
    assert finding.fix == "plan the environment again"


def test_a_verdict_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_verdict(tmp_path, [], {"policies": 1}, passed=True, stamp=MADE)
    verdict = read_verdict(tmp_path)
    assert verdict
    assert (verdict.passed, verdict.stamp) == (True, MADE)


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"verdict": "pass"}', '{"verdict": "pass", "plan": {}}'])
def test_what_is_no_verdict_counts_for_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "verdict.json").write_text(content)
    verdict = read_verdict(tmp_path)
    assert verdict is None or verdict.stamp is None


def test_a_commit_tells_what_differs_from_it(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run(["git", "-C", str(tmp_path), *identity, *arguments], check=True, capture_output=True)

    assert commit_of(tmp_path) is None
    git("init")
    file = tmp_path / "policy.py"
    file.write_text("one")
    git("add", ".")
    git("commit", "-m", "first")
    clean = commit_of(tmp_path)
    assert clean
    assert len(clean) == 40
    file.write_text("two")
    second = commit_of(tmp_path)
    file.write_text("three")
    third = commit_of(tmp_path)
    assert len({clean, second, third}) == 3
    assert commit_of(tmp_path / ".git") is None
