"""From a spec and a target to a drill, and from a verdict to a finding."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drills.checkers import Anomaly, Verdict, judged, untested
from drills.evidence import Report
from generator.drilling import Wish, hold_drills
from generator.drilling.allowing import check_allowed, check_tagged
from generator.drilling.certificates import ca_bundle
from generator.drilling.holding import plan_of
from generator.drilling.judging import findings_of
from generator.drilling.site import TargetSite
from generator.drilling.subject import subject_of
from generator.drilling.users import make_users
from generator.errors import MisuseError, ToolError
from generator.findings import Finding
from generator.project import Project
from generator.spec.document import Document
from generator.spec.model import Environment
from generator.spec.model.environment import Drills
from generator.targets import Nameserver, Target
from modules.cluster.cluster import DRILLS_TAG
from tests.conftest import ROOT
from tests.drills.evidence.reports import report

TODAY = date(2026, 11, 25)
PAGE = Path("build/eu-west-1/evidence/failover-1/index.html")


def allowed(environment: Environment) -> Environment:
    return environment.model_copy(update={"drills": Drills(allowed=True)})


def test_the_subject_is_what_the_spec_says(environment: Environment) -> None:
    subject = subject_of(environment, "orders")
    assert (subject.cluster, subject.schema, subject.region) == ("orders", "orders", "eu-west-1")
    assert subject.objectives.failover_seconds == 35
    assert [(user.name, user.auth) for user in subject.users] == [
        ("order_writer", "iam"),
        ("risk_reader", "iam"),
        ("settlement", "secret"),
    ]
    assert [(origin.name, origin.cidr) for origin in subject.origins] == [
        ("order-gateway", None),
        ("bastion", "10.20.48.10/32"),
    ]
    assert "eu-west-1" in subject.regions
    assert subject.elsewhere not in subject.regions


def test_on_aws_a_drill_needs_to_be_allowed(environment: Environment) -> None:
    with pytest.raises(MisuseError, match="not allowed on account 222222222222"):
        check_allowed(environment)
    check_allowed(allowed(environment))


@pytest.mark.parametrize("tags", [[], [{"Key": DRILLS_TAG, "Value": "no"}], [{"Key": "drills", "Value": "allowed"}]])
def test_on_aws_the_cluster_must_carry_the_tag(tags: list[dict[str, str]]) -> None:
    with pytest.raises(MisuseError, match="does not carry the tag tidegate:drills=allowed"):
        check_tagged({"DBClusterIdentifier": "orders", "TagList": tags})
    check_tagged({"DBClusterIdentifier": "orders", "TagList": [{"Key": DRILLS_TAG, "Value": "allowed"}]})


def finding(verdict: Verdict, document: Document) -> Finding:
    told: Report = report([verdict])
    (found,) = findings_of(told, PAGE, document)
    return found


def test_a_broken_promise_is_found_at_its_line_of_the_spec(document: Document) -> None:
    slow = judged("outage", "", [Anomaly("slow", "p95 is 60 s"), Anomaly("slow", "another")], {})
    found = finding(slow, document)
    line = document.line(found.line or 0)
    assert found == Finding(
        rule="DRL001",
        severity="error",
        message="failover drill, outage: slow: p95 is 60 s (and 1 more)",
        fix=f"see {PAGE}",
        source="docs/drills.md",
        file="environments/eu-west-1.yaml",
        line=found.line,
        column=found.column,
        path="databases.orders.objectives.failover_seconds",
    )
    assert line[(found.column or 1) - 1 :].startswith("35")


def test_what_was_not_proven_is_a_finding_too(document: Document) -> None:
    found = finding(untested("set", "nothing was written"), document)
    assert (found.rule, found.message) == ("DRL002", "failover drill, set: nothing was written")
    assert (found.path, document.line(found.line or 0).strip()) == ("databases.orders", "orders:")


def test_a_drill_that_passes_finds_nothing(document: Document) -> None:
    assert list(findings_of(report(), PAGE, document)) == []


def site(nameserver: Nameserver | None) -> TargetSite:
    return TargetSite(Target("sandbox", nameserver=nameserver), Path("ca.pem"))


def test_a_client_comes_from_the_address_that_stands_for_its_own() -> None:
    assert site(Nameserver("127.53.0.1", 53)).source("10.20.48.10") == "127.20.48.10"
    assert site(None).source("10.20.48.10") is None


def test_a_name_without_an_address_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="no-such-host"):
        site(None).resolve("no-such-host.invalid")


def test_the_certificates_are_the_ones_that_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "bundle.pem"
    named.write_text("certificates")
    monkeypatch.setenv("TIDEGATE_CA_BUNDLE", str(named))
    assert ca_bundle(Target("aws"), "eu-west-1") == named
    assert ca_bundle(Target("sandbox", ca_bundle=Path("own.pem")), "eu-west-1") == Path("own.pem")
    with pytest.raises(ToolError, match="no database servers"):
        ca_bundle(Target("sandbox"), "eu-west-1")


def wish(**values: Any) -> Wish:
    known: dict[str, Any] = {"environment": "eu-west-1", "drills": ["access"], "target": "aws", "today": TODAY}
    return Wish(**{**known, **values})


def test_nothing_is_asked_of_an_account_that_allows_no_drill() -> None:
    with pytest.raises(MisuseError, match="not allowed"):
        hold_drills(Project(ROOT), wish(), Untold())


def test_a_database_that_is_not_there_is_named() -> None:
    with pytest.raises(MisuseError, match="has no database 'order'"):
        hold_drills(Project(ROOT), wish(database="order"), Untold())


def test_users_are_made_by_the_script_of_the_render(environment: Environment, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"there is no .*orders\.sql"):
        make_users(site(None), replace(subject_of(environment, "orders")), tmp_path / "orders.sql")


@pytest.mark.parametrize(("text", "plan"), [(None, None), ("", None), ("ab12  plan.json\n", "ab12")])
def test_the_plan_of_the_evidence_is_the_one_that_was_saved(tmp_path: Path, text: str | None, plan: str | None) -> None:
    if text is not None:
        (tmp_path / "plan.sha256").write_text(text)
    assert plan_of(tmp_path) == plan


class Untold:
    """Steps that nobody watches."""

    def step(self, title: str) -> Any:
        raise AssertionError(f"nothing may begin: {title}")
