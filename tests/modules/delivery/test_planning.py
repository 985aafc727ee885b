"""The roles' stack is planned, judged and applied by real Terraform, and its plan role plans the environment."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.policing import judge_stack
from generator.targets import Target, opening
from generator.terraform.plan import read_plan
from generator.terraform.workspace import Workspace
from tests.conftest import ROOT
from tests.modules.delivery.conftest import ENVIRONMENT
from tests.policies.compliant import rendered
from tests.workflow_login import logged_in, register_provider

ACCOUNT = "222222222222"
SUBJECT = "repo:example/databases:pull_request"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/tidegate-delivery/{ENVIRONMENT}-plan"


@dataclass(frozen=True)
class Delivered:
    """The stack of the roles, applied: what it was planned as, and what Terraform plans of it now."""

    target: Target
    findings: list[object]
    created: int
    errors: list[object]
    left: int


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Delivered]:
    folder = tmp_path_factory.mktemp("roles")
    with opening("sandbox", account_id=ACCOUNT, region=ENVIRONMENT) as opened:
        target = opened()
        stack = workspace(rendered(ENVIRONMENT) / "roles", folder, target)
        created = planned(stack)
        findings, _ = judge_stack(folder / "plan.json")
        errors = stack.apply(lambda _event: None)
        register_provider(target)
        yield Delivered(target, list(findings), created, list(errors), planned(stack))


def workspace(source: Path, folder: Path, target: Target) -> Workspace:
    shutil.copytree(source, folder, dirs_exist_ok=True)
    made = Workspace(folder, target, ROOT / ".terraform.lock.hcl")
    made.initialise()
    return made


def planned(stack: Workspace) -> int:
    """How many resources a new plan would change."""
    stack.plan(lambda _event: None)
    changes = read_plan(stack.show()).changes
    return sum(each.action not in ("no-op", "read") for each in changes)


def test_the_stack_of_the_roles_plans_and_is_applied_whole(delivered: Delivered) -> None:
    assert (delivered.created > 20, delivered.findings, delivered.errors, delivered.left) == (True, [], [], 0)


def test_the_plan_role_plans_the_environment_and_makes_nothing(delivered: Delivered, tmp_path: Path) -> None:
    stack = workspace(rendered(ENVIRONMENT), tmp_path, logged_in(delivered.target, ROLE, SUBJECT))
    created = planned(stack)
    refused = stack.apply(lambda _event: None)
    assert created > 50
    assert refused
    assert [each.summary for each in refused if "not authorized" not in each.one_line.lower()] == []
    assert planned(stack) == created
