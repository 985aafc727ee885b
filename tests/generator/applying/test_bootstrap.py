"""What is made before a stack can be planned, and goes on where it was cut short, with real Terraform."""

import json
from pathlib import Path

import pytest

from generator.applying.bootstrap import BUCKET, KEY, Bootstrap, make_roles
from generator.applying.recovery import RUN, mend_local, write_down
from generator.applying.state import ROLES, StateStore
from generator.spec.model import Environment
from generator.targets import Target
from generator.terraform.diagnostics import Event
from tests.conftest import ROOT
from tests.generator.applying.held import lock
from tests.generator.applying.test_recovery import dead, me

ROLES_STATE = "eu-west-1/roles.tfstate"


@pytest.mark.slow
def test_roles_whose_making_was_killed_are_made(
    target: Target, store: StateStore, environment: Environment, tmp_path: Path
) -> None:
    assert store.exists()
    roles = StateStore(target.session(), environment, ROLES)
    backend = {"bucket": environment.state_bucket, "key": ROLES_STATE, "region": "eu-west-1", "use_lockfile": True}
    stack = {
        "terraform": {
            "required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}},
            "backend": {"s3": backend},
        },
        "provider": {"aws": {"region": "eu-west-1"}},
        "resource": {"aws_cloudwatch_log_group": {"delivery": {"name": "delivery"}}},
    }
    (tmp_path / "cdk.tf.json").write_text(json.dumps(stack))
    # It was killed when it had made the group, had saved nothing, and held the lock.
    target.session().client("logs").create_log_group(logGroupName="delivery")
    begun = json.dumps({"address": "aws_cloudwatch_log_group.delivery", "id": None})
    (tmp_path / ".begun.jsonl").write_text(f"{begun}\n")
    write_down(tmp_path)
    note = json.loads((tmp_path / RUN).read_text())
    (tmp_path / RUN).write_text(json.dumps({**note, "pid": dead()}))
    lock(target, environment, me(), ROLES_STATE)

    make_roles(tmp_path, target, ROOT / ".terraform.lock.hcl", roles, lambda _event: None)
    assert [each["name"] for each in roles.content()["resources"]] == ["delivery"]
    assert roles.lock() is None
    assert not (tmp_path / RUN).exists()


@pytest.mark.parametrize(
    ("written", "copy", "left"),
    [
        ('{"version": 4}', '{"version": 3}', '{"version": 4}'),
        ('{"version": 4, "res', '{"version": 3}', '{"version": 3}'),
        ("", '{"version": 3}', '{"version": 3}'),
        ('{"version": 4, "res', "", None),
        ('{"version": 4, "res', None, None),
        (None, '{"version": 3}', None),
    ],
)
def test_a_local_state_that_was_cut_off_is_the_last_whole_one_again(
    tmp_path: Path, written: str | None, copy: str | None, left: str | None
) -> None:
    file = tmp_path / "terraform.tfstate"
    for path, text in ((file, written), (tmp_path / "terraform.tfstate.backup", copy)):
        if text is not None:
            path.write_text(text)
    mend_local(file)
    assert (file.read_text() if file.exists() else None) == left


def test_whoever_gives_up_is_heard_once_and_terraform_then_to_its_end() -> None:
    bootstrap = Bootstrap()
    bootstrap._heard(Event("apply_start", "aws_iam_role.plan"))
    bootstrap.give_up()
    with pytest.raises(InterruptedError):
        bootstrap._heard(Event("apply_complete", "aws_iam_role.plan"))
    bootstrap._heard(Event("apply_complete", "aws_iam_role.apply"))


@pytest.mark.parametrize(
    ("made", "reads", "writes"), [(BUCKET, True, False), (KEY, False, True), ("other", False, False)]
)
def test_a_plan_waits_for_the_bucket_and_an_apply_for_the_key(made: str, reads: bool, writes: bool) -> None:
    bootstrap = Bootstrap()
    bootstrap._heard(Event("apply_start", made))
    bootstrap._heard(Event("apply_complete", made))
    assert (bootstrap._readable.is_set(), bootstrap._writable.is_set()) == (reads, writes)
