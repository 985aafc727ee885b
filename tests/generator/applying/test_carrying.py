"""An apply whose credentials run out on the way, with real Terraform on the sandbox."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.applying.carrying import carry_out
from generator.applying.job import Job
from generator.errors import ToolError
from generator.project import Project
from generator.spec.loading import Loaded
from generator.spec.model import Environment
from generator.targets import Target
from generator.targets.faults import SandboxFaults
from generator.targets.sessions import has_expired
from generator.terraform.workspace import PLAN, PLAN_JSON, Workspace
from tests.conftest import ROOT


class Expiring:
    """Lets the credentials run out as soon as something is being made."""

    def __init__(self, faults: SandboxFaults, account: str) -> None:
        self._faults, self._account = faults, account

    @contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        assert title == "Apply"

        def note(text: str) -> None:
            if "waiting for" in text:
                self._faults.expire(self._account)

        yield note


def test_what_was_kept_of_a_plan_is_taken_for_that_plan_alone(workspace: Workspace, tmp_path: Path) -> None:
    counted: list[int | None] = []
    workspace.plan(lambda event: counted.append(event.changes))
    assert [each for each in counted if each is not None] == [1]
    shown = workspace.show()
    (tmp_path / PLAN_JSON).write_text('{"kept": true}')
    assert workspace.show_file(PLAN) == {"kept": True}
    workspace.plan(lambda _event: None)
    assert workspace.show_file(PLAN)["planned_values"] == shown["planned_values"]


@pytest.mark.slow
def test_an_apply_ends_at_once_when_its_credentials_have_run_out(
    target: Target, loaded: Loaded, environment: Environment, workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "cdk.tf.json"
    stack = json.loads(file.read_text())
    stack["resource"] |= {"aws_vpc": {"cell": {"cidr_block": "10.20.0.0/16"}}, "aws_kms_key": {"storage": {}}}
    file.write_text(json.dumps(stack))
    workspace.plan(lambda _event: None)
    said: list[str] = []
    assert isinstance(target.faults, SandboxFaults)
    steps = Expiring(target.faults, environment.account_id)
    assert not has_expired(target.session())
    job = Job(Project(ROOT), loaded, environment, target, steps, said.append)
    with pytest.raises(ToolError, match="the credentials have expired") as raised:
        carry_out(job, workspace, PLAN)
    assert raised.value.fix.startswith("log in to the account again")
    assert said[-1].endswith("plan and apply again to go on")
    assert has_expired(target.session())
