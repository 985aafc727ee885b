"""Going on after a run that was cut short, with a state in the sandbox's S3 and real Terraform."""

import getpass
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from generator.applying.recovery import RUN, recover, settle, take_as_made, write_down
from generator.applying.state import Mark, StateStore
from generator.spec.model import Environment
from generator.targets import Target
from generator.terraform.workspace import Workspace
from tests.generator.applying.held import KEY, lock

pytestmark = pytest.mark.slow


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


def test_the_state_of_a_first_apply_that_could_not_be_saved_is_saved(
    target: Target, store: StateStore, workspace: Workspace, environment: Environment, tmp_path: Path
) -> None:
    said: list[str] = []
    workspace.plan(lambda _event: None)
    assert workspace.apply(lambda _event: None) == []
    made = {**store.content(), "serial": 0, "lineage": ""}
    target.session().client("s3").delete_object(Bucket=environment.state_bucket, Key=KEY)
    (tmp_path / "errored.tfstate").write_text(json.dumps(made))
    recover(tmp_path, store, workspace, said.append)
    assert [each.split()[0] for each in said] == ["saved"]
    assert store.content()["resources"] == made["resources"]
    assert not (tmp_path / "errored.tfstate").exists()


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
