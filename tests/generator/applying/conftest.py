"""A state in the sandbox's S3, and a tiny stack that real Terraform applies."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.applying.state import StateStore
from generator.spec.model import Environment
from generator.targets import Target
from generator.targets.ready import sandbox_target
from generator.terraform.workspace import Workspace
from tests.conftest import ROOT
from tests.generator.applying.held import KEY

STACK = {
    "terraform": {
        "required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}},
        "backend": {"s3": {"key": KEY, "region": "eu-west-1", "use_lockfile": True}},
    },
    "provider": {"aws": {"region": "eu-west-1"}},
    "resource": {"aws_sns_topic": {"alerts": {"name": "alerts"}}},
}


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
