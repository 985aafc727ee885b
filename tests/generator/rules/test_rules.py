"""The rules as a whole: what they say of themselves, and of the environments of this project."""

from datetime import date
from pathlib import Path

import pytest

from generator.findings_catalogue import RuleDescription
from generator.rules import check, check_together, descriptions
from generator.spec.document import Document
from generator.spec.loading import load, load_bytes
from generator.spec.model import Environment
from generator.validation import judge

ENVIRONMENTS = sorted((Path(__file__).parents[3] / "environments").glob("*.yaml"))
TODAY = date(2026, 11, 22)


def _sound(file: Path) -> tuple[Document, Environment]:
    loaded = load(file)
    assert loaded.document
    assert loaded.environment
    return loaded.document, loaded.environment


@pytest.mark.parametrize("file", ENVIRONMENTS, ids=lambda file: str(file.stem))
def test_the_projects_own_environments_have_no_finding(file: Path) -> None:
    document, environment = _sound(file)

    assert check(document, environment, today=TODAY) == []


def test_the_projects_own_environments_stand_beside_each_other() -> None:
    assert check_together([_sound(file) for file in ENVIRONMENTS]) == []


def test_no_two_rules_have_the_same_id_or_title() -> None:
    described = descriptions()

    assert len({rule.id for rule in described}) == len(described)
    assert len({rule.title for rule in described}) == len(described)


@pytest.mark.parametrize("rule", descriptions(), ids=lambda rule: str(rule.id))
def test_a_rule_says_what_it_rests_on(rule: RuleDescription) -> None:
    assert rule.source.startswith(("https://", "docs/"))
    assert not rule.title.endswith(".")
    assert rule.explanation.endswith(".")


def test_the_day_decides_about_the_end_of_support() -> None:
    file = Path(__file__).parents[2] / "specs" / "fail-engine-ends-soon.yaml"
    document, environment = _sound_alone(file)
    days = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 11, 30), date(2026, 12, 1))

    rules = [[found.rule for found in check(document, environment, today=day)] for day in days]

    assert rules == [[], ["RDS004"], ["RDS004"], ["RDS002"]]


@pytest.mark.parametrize(
    "part",
    [
        "storage: {type: io1, size_gib: 400, iops: HUGE}",
        "storage: {type: io1, size_gib: HUGE, iops: 3000}",
        "storage: {type: io1, size_gib: HUGE}",
        "alarms: {CPUUtilization: HUGE, ReplicaLag: HUGE}",
        "alarms: {CPUUtilization: -HUGE}",
        "backup: {retention_days: HUGE}",
        "logs: {retention_days: HUGE}",
        "insights: {retention_days: HUGE}",
        "objectives: {failover_seconds: HUGE, replica_lag_seconds: HUGE}",
        'parameters: {max_connections: "HUGE", long_query_time: "-HUGE"}',
    ],
)
def test_numbers_beyond_all_measure_are_findings_like_others(part: str) -> None:
    smallest = Path(__file__).parents[2] / "specs" / "pass-smallest.yaml"
    text = f"{smallest.read_text(encoding='utf-8').rstrip()}\n    {part.replace('HUGE', '9' * 400)}\n"
    loaded = load_bytes(text.encode(), shown_as="huge.yaml", name=None)

    found = judge([loaded], today=TODAY)

    assert found
    assert {each.line for each in found} == {len(text.splitlines())}


def _sound_alone(file: Path) -> tuple[Document, Environment]:
    loaded = load_bytes(file.read_bytes(), shown_as=file.name, name=None)
    assert loaded.document
    assert loaded.environment
    return loaded.document, loaded.environment
