"""Going on after a run that was cut short, with a state in the sandbox's S3 and real Terraform."""

import getpass
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.applying.recovery import RUN, recover, settle, take_as_made, write_down
from generator.applying.state import Mark, StateStore
from generator.spec.model import Environment
from generator.targets import Target
from generator.targets.ready import sandbox_target
from generator.terraform.workspace import Workspace
from tests.conftest import ROOT

KEY = "eu-west-1/terraform.tfstate"
STACK = {
    "terraform": {
        "required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}},
        "backend": {"s3": {"key": KEY, "region": "eu-west-1", "use_lockfile": True}},
    },
    "provider": {"aws": {"region": "eu-west-1"}},
    "resource": {"aws_sns_topic": {"alerts": {"name": "alerts"}}},
}

pytestmark = pytest.mark.slow


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Target]:
    command = [sys.executable, "-m", "sandbox", "serve", "--no-data-plane", "--account", "222222222222"]
    with subprocess.Popen(
        [*command, "--folder", str(tmp_path / "sandbox")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        yield sandbox_target(ready, account_id="222222222222", region="eu-west-1", live=True)
        assert process.stdin
        process.stdin.close()
        process.wait(30)


@pytest.fixture
def store(target: Target, environment: Environment) -> StateStore:
    target.session().client("s3").create_bucket(
        Bucket=environment.state_bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return StateStore(target.session(), environment)


@pytest.fixture
def workspace(target: Target, store: StateStore, environment: Environment, tmp_path: Path) -> Workspace:
    assert store.exists()
    stack = json.loads(json.dumps(STACK))
    stack["terraform"]["backend"]["s3"]["bucket"] = environment.state_bucket
    (tmp_path / "cdk.tf.json").write_text(json.dumps(stack))
    made = Workspace(tmp_path, target, ROOT / ".terraform.lock.hcl")
    made.initialise()
    return made


def lock(target: Target, environment: Environment, who: str) -> None:
    held = {"ID": "0-1", "Who": who, "Operation": "OperationTypeApply", "Created": datetime.now(UTC).isoformat()}
    body = json.dumps({**held, "Info": "", "Version": "1.11.4", "Path": f"{environment.state_bucket}/{KEY}"})
    target.session().client("s3").put_object(Bucket=environment.state_bucket, Key=f"{KEY}.tflock", Body=body)


def me() -> str:
    return f"{getpass.getuser()}@{socket.gethostname()}"


def dead() -> int:
    """The id of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_a_run_cut_short_is_mended_in_every_way(
    target: Target, store: StateStore, workspace: Workspace, environment: Environment, tmp_path: Path
) -> None:
    said: list[str] = []
    assert store.mark() == Mark("", 0)
    workspace.plan(lambda _event: None)
    assert workspace.apply(lambda _event: None) == []
    applied = store.mark()

    # Terraform was killed while it made the topic, could not save its state, and left its lock.
    state = store.content()
    state["serial"] += 1
    state["resources"][0]["instances"][0]["status"] = "tainted"
    (tmp_path / "errored.tfstate").write_text(json.dumps(state))
    write_down(tmp_path)
    lock(target, environment, me())
    note = json.loads((tmp_path / RUN).read_text())
    (tmp_path / RUN).write_text(json.dumps({**note, "pid": dead()}))

    recover(tmp_path, store, workspace, said.append)
    assert store.lock() is None
    assert store.mark().serial > applied.serial
    assert store.tainted() == ["aws_sns_topic.alerts"]
    take_as_made(store, workspace, said.append)
    assert store.tainted() == []
    assert [each.split()[0] for each in said] == ["freed", "saved", "kept"]
    assert not (tmp_path / "errored.tfstate").exists()
    settle(tmp_path, store)
    assert not (tmp_path / RUN).exists()
    workspace.plan(lambda _event: None)
    changes = json.loads(json.dumps(workspace.show()))["resource_changes"]
    assert [each["change"]["actions"] for each in changes] == [["no-op"]]


@pytest.mark.parametrize("case", ["somebody else's", "of a run that goes on", "of no run that is known"])
def test_a_lock_that_may_be_alive_is_left_alone(
    target: Target, store: StateStore, workspace: Workspace, environment: Environment, tmp_path: Path, case: str
) -> None:
    if case != "of no run that is known":
        write_down(tmp_path)
        note = json.loads((tmp_path / RUN).read_text())
        pid = os.getppid() if case == "of a run that goes on" else dead()
        (tmp_path / RUN).write_text(json.dumps({**note, "pid": pid}))
    lock(target, environment, "jane@elsewhere" if case == "somebody else's" else me())
    recover(tmp_path, store, workspace, lambda _text: None)
    held = store.lock()
    assert held
    assert held.id == "0-1"
    settle(tmp_path, store)
