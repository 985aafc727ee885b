"""An environment that two work on at once, and that is taken down in the end: nothing of it is left anywhere."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from generator.live.account import Live
from generator.live.inventory import inventory, regions_of
from tests.conftest import load_environment
from tests.integration.site import Site, beside, site, tidegate
from tests.integration.waiving import faults, plan_waived, said, waivers_of

pytestmark = pytest.mark.slow

HOME = "eu-west-1"
WAIVED = ("CKV_TDG_117", "CKV_TDG_403", "CKV_TDG_404", "CKV_TDG_408", "CKV_TDG_504", "CKV_AWS_139", "GRD050")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that no other test looks at."""
    with site(tmp_path_factory.mktemp("own"), [HOME]) as found:
        assert found.reports[HOME]["exit"] == 0, found.reports[HOME]
        yield found


def edit(root: Path, old: str, new: str) -> None:
    """Edits the spec."""
    file = root / "environments" / f"{HOME}.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_of_two_applies_at_once_one_is_made_and_the_other_does_nothing(own: Site, tmp_path: Path) -> None:
    roots = [own.root, beside(own, tmp_path / "somebody-else")]
    for root, seconds in zip(roots, ("4", "3"), strict=True):
        edit(root, "replica_lag_seconds: 5", f"replica_lag_seconds: {seconds}")
        assert faults("plan", tidegate(root, "plan", HOME, "--format", "json")) == []
    with ThreadPoolExecutor() as pool:
        calls = list(pool.map(lambda root: tidegate(root, "apply", HOME, "--format", "json"), roots))
    first, second = sorted(calls, key=lambda call: call.returncode)
    assert faults("apply", first) == []
    assert [(each["rule"], each["fix"]) for each in said(second)] == [("APL006", "plan the environment again")]
    # Whoever came second goes on from what the first one made.
    root = roots[calls.index(second)]
    assert faults("plan", tidegate(root, "plan", HOME, "--format", "json")) == []
    assert faults("apply", tidegate(root, "apply", HOME, "--format", "json")) == []


def test_a_second_apply_of_the_same_folder_waits_for_the_first(own: Site) -> None:
    with ThreadPoolExecutor() as pool:
        edit(own.root, "replica_lag_seconds:", "read_latency_ms: 30, replica_lag_seconds:")
        assert faults("plan", own.call("plan", HOME, "--format", "json")) == []
        calls = list(pool.map(lambda _: own.call("apply", HOME, "--format", "json"), range(2)))
    first, second = sorted(calls, key=lambda call: call.returncode)
    assert faults("apply", first) == []
    assert "waiting for process" in second.stderr
    assert [each["rule"] for each in said(second)] == ["APL006"]


def unprotect(root: Path) -> None:
    """The edit of the spec that takes every protection off."""
    edit(root, "databases:\n", "deletion_protection: false\ndatabases:\n")
    edit(root, "  orders:\n", "  orders:\n    deletion_protection: false\n")


def names(found: Site) -> set[str]:
    """Everything that the account holds, in every region, by its name."""
    loaded = load_environment(HOME)
    assert loaded.environment
    assert loaded.document
    live = Live(loaded.environment, loaded.document, found.target(HOME).session())
    return {each.name for each in inventory(live, regions_of(live))}


def of_iam(found: Site) -> set[str]:
    """The names of the account's roles and policies, which belong to no region."""
    iam = found.target(HOME).session().client("iam")
    roles = iam.get_paginator("list_roles").paginate()
    policies = iam.get_paginator("list_policies").paginate(Scope="Local")
    return {each["RoleName"] for page in roles for each in page["Roles"]} | {
        each["PolicyName"] for page in policies for each in page["Policies"]
    }


def declared_of_iam(found: Site) -> set[str]:
    """The names of the roles and policies that the stack itself has; those of its delivery and of clients stay."""
    stack = json.loads((found.project.build(HOME) / "cdk.tf.json").read_text())["resource"]
    return {each["name"] for kind in ("aws_iam_role", "aws_iam_policy") for each in stack[kind].values()}


def evidence(found: Site) -> dict[str, Any]:
    """What the destroy left behind for whoever asks later."""
    (file,) = (found.project.build(HOME) / "evidence").glob("destroy-*.json")
    written: dict[str, Any] = json.loads(file.read_text())
    return written


def test_an_environment_is_taken_down_and_leaves_nothing_in_any_region(own: Site) -> None:
    unprotect(own.root)
    refused = own.call("plan", HOME, "--format", "json")
    assert {each["rule"] for each in said(refused)} <= set(WAIVED)
    assert refused.returncode == 1
    with waivers_of(own.root) as file:
        assert faults("plan", plan_waived(own.root, HOME, "The end of it", WAIVED, file)) == []
        assert faults("apply", own.call("apply", HOME, "--format", "json")) == []
    declared = declared_of_iam(own)
    assert declared <= of_iam(own)
    destroyed = own.call("destroy", HOME, "--format", "json")

    assert faults("destroy", destroyed) == []
    assert json.loads(destroyed.stdout)["checked"]["left"] == 0
    kept = evidence(own)["kept"]
    assert names(own) == set(kept), destroyed.stderr
    assert not declared & of_iam(own)
