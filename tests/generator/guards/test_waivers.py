"""Guards are passed by waivers, in one environment, on one resource, for a while, and by nothing else."""

from datetime import date
from pathlib import Path

import pytest

from generator.findings import Finding, passes
from generator.guards import descriptions
from generator.waivers import apply_waivers, load_waivers

TODAY = date(2026, 11, 25)
WAIVER = """\
waivers:
  - rule: {rule}
    environment: eu-west-1
    resource: aws_rds_cluster.orders
    owner: orders
    reason: Twice the memory before the sale
    approver: jane.doe@example.com
    expires: "{expires}"
"""


def found(rule: str, resource: str = "aws_rds_cluster.orders") -> Finding:
    return Finding(rule=rule, severity="error", message="m", fix="f", resource=resource)


def judged(tmp_path: Path, finding: Finding, *, rule: str, expires: str = "2026-12-05") -> list[Finding]:
    """The finding, and what there is to say of the waiver."""
    file = tmp_path / "waivers.yaml"
    file.write_text(WAIVER.format(rule=rule, expires=expires))
    waivers, faults = load_waivers(file, TODAY, environments=["eu-west-1"])
    return [*faults, *apply_waivers([finding], waivers, "eu-west-1", "personal")]


@pytest.mark.parametrize("rule", [each.id for each in descriptions() if each.id != "GRD090"])
def test_a_guard_is_passed_by_a_waiver_for_what_it_found(rule: str, tmp_path: Path) -> None:
    (waived,) = judged(tmp_path, found(rule), rule=rule)
    assert waived.waived
    assert passes([waived])


def test_a_waiver_does_not_reach_another_resource(tmp_path: Path) -> None:
    rules = [each.rule for each in judged(tmp_path, found("GRD040", "aws_rds_cluster.risk"), rule="GRD040")]
    assert sorted(rules) == ["GRD040", "WVR005"]


def test_an_expired_waiver_passes_nothing(tmp_path: Path) -> None:
    said = judged(tmp_path, found("GRD040"), rule="GRD040", expires="2026-11-24")
    assert sorted(each.rule for each in said) == ["GRD040", "WVR004"]
    assert not passes(said)


def test_the_state_of_another_account_is_passed_by_nothing(tmp_path: Path) -> None:
    said = judged(tmp_path, found("GRD090"), rule="GRD090")
    assert sorted(each.rule for each in said) == ["GRD090", "WVR006"]
    assert not passes(said)
