"""What is there after an apply, and after somebody has changed it by hand."""

import json
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from generator.live import verify
from generator.live.assertion import registered
from generator.pipeline import RENDER
from tests.conftest import ENVIRONMENTS, load_environment
from tests.integration.breaks import BREAKS, broken
from tests.integration.site import Site

# A cluster of this kind cannot be made with these faults by anybody: AWS refuses the call that would do it.
NEVER_LIVE = {"LIVE101", "LIVE301", "LIVE303", "LIVE903"}
HOME = "eu-west-1"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_is_applied_verified_and_leaves_nothing_to_plan(applied: Site, environment: str) -> None:
    report = applied.reports[environment]
    assert (report["exit"], report["findings"]) == (0, []), report["said"]
    assert report["checked"]["changes"] > 150
    assert report["checked"]["assertions"] == len(registered())


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_nobody_has_changed_what_was_just_applied(applied: Site, environment: str) -> None:
    with applied.alone(environment):
        called = applied.call("drift", environment, "--format", "json")
    report = json.loads(called.stdout)
    assert report["findings"] == []
    assert called.returncode == 0
    assert report["checked"] | {"drifts": 0, "pending_changes": 0, "unapplied_edits": 0} == report["checked"]


def test_what_was_applied_is_kept_as_evidence_without_a_secret(applied: Site) -> None:
    build = applied.project.build(HOME)
    (file,) = (build / "evidence").glob("apply-*.json")
    evidence = json.loads(file.read_text())
    assert evidence["plan"]["sha256"] == applied.reports[HOME]["checked"]["plan"]
    assert {"server", "lacks"} <= set(evidence)
    secrets = applied.account(HOME).client("secretsmanager")
    master = applied.account(HOME).cluster()["MasterUserSecret"]["SecretArn"]
    password = json.loads(secrets.get_secret_value(SecretId=master)["SecretString"])["password"]
    written = [path for path in build.rglob("*") if path.is_file() and ".terraform/" not in str(path)]
    assert [path.name for path in written if password.encode() in path.read_bytes()] == []


def test_every_assertion_is_broken_once() -> None:
    assert {each.rule.id for each in registered()} - NEVER_LIVE == set(BREAKS)


@pytest.mark.parametrize("rule", sorted(BREAKS))
def test_an_assertion_finds_what_was_changed_by_hand(applied: Site, rule: str) -> None:
    loaded = load_environment(HOME)
    assert loaded.environment
    (assertion,) = (each for each in registered() if each.rule.id == rule)
    target = applied.target(HOME)
    declared = json.loads((applied.project.build(HOME) / RENDER).read_text())
    with applied.alone(HOME):
        before, _ = verify(loaded, loaded.environment, target, declared, assertions=[assertion])
        with broken(rule, applied.account(HOME)):
            during, _ = verify(loaded, loaded.environment, target, declared, assertions=[assertion])
        after, _ = verify(loaded, loaded.environment, target, declared, assertions=[assertion])
    assert {each.rule for each in during} == {rule}
    assert all(each.file == f"environments/{HOME}.yaml" and each.line and each.fix for each in during)
    assert (before, after) == ([], [])


def test_a_plan_that_was_altered_is_refused(applied: Site, tmp_path: Path) -> None:
    build = applied.project.build(HOME)
    kept = shutil.copyfile(build / "plan.tfplan", tmp_path / "plan.tfplan")
    with applied.alone(HOME):
        (build / "plan.tfplan").write_bytes(kept.read_bytes() + b" ")
        refused = applied.call("apply", HOME, "--format", "json")
        shutil.copyfile(kept, build / "plan.tfplan")
    rules = {each["rule"] for each in json.loads(refused.stdout)["findings"]}
    assert refused.returncode == 1
    # It was applied already, too: the state has moved on.
    assert rules == {"APL002", "APL006"}


def test_what_is_protected_is_not_destroyed(applied: Site) -> None:
    refused = applied.call("destroy", HOME, "--format", "json")
    found = json.loads(refused.stdout)["findings"]
    assert refused.returncode == 1
    assert {(each["rule"], each["path"]) for each in found} == {
        ("APL011", "deletion_protection"),
        ("APL011", "databases.orders.deletion_protection"),
    }


def test_drift_tells_what_was_changed_by_hand_and_whose_it_is(applied: Site) -> None:
    changed = {"LIVE201": "iam_database_authentication_enabled", "LIVE501": "retention_in_days"}
    with applied.alone(HOME), ExitStack() as stack:
        for rule in (*changed, "LIVE401", "LIVE902"):
            stack.enter_context(broken(rule, applied.account(HOME)))
        called = applied.call("drift", HOME, "--format", "json")
    found = json.loads(called.stdout)["findings"]
    errors = [each for each in found if each["severity"] == "error"]
    assert called.returncode == 1
    # What another test has mended by hand has a new identity: of the old one, Terraform says that it is gone (DRF002).
    rules = {each["rule"] for each in errors} - {"DRF002"}
    assert rules == {"DRF001", *changed, "LIVE401", "LIVE901", "LIVE902"}
    drifted = " ".join(each["message"] for each in errors if each["rule"] == "DRF001")
    assert [name for name in changed.values() if name not in drifted] == []
    assert all("owner: orders (orders-oncall@example.com)" in each["message"] for each in errors)
