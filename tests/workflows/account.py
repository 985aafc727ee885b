"""An account on the sandbox as a person sets it up before the first workflow runs: docs/state.md and docs/roles.md."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import boto3
import pytest

from generator.applying.bootstrap import Bootstrap, bring_clients
from generator.cache import cache_directory
from generator.pipeline import load_environment, render_environment
from generator.project import Project
from generator.spec.model import Environment
from generator.targets import Target
from generator.targets.background import DATABASES_VARIABLE, ensure, stop
from generator.targets.ready import sandbox_target
from generator.targets.sessions import open_session
from generator.terraform.executable import find_terraform
from tests.conftest import ROOT
from tests.generator.checkouts import commit, git
from tests.generator.programs import program
from tests.workflow_login import log_in, register_provider
from tests.workflows.actions import Job, in_account

ENVIRONMENT = "eu-west-1"
REPOSITORY = "example/databases"
IDLE_MINUTES = 15
TODAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Prepared:
    """An account that workflows of a repository may enter: its state's bucket and its roles are there."""

    folder: Path
    target: Target
    environment: Environment

    @property
    def origin(self) -> Path:
        """The repository."""
        return self.folder / "origin"

    def role(self, name: str) -> str:
        """The ARN of the role `plan` or `apply`."""
        return f"arn:aws:iam::{self.environment.account_id}:role/tidegate-delivery/{ENVIRONMENT}-{name}"

    def put_state(self, content: str | None) -> None:
        """Writes a state in place of the environment's own, or removes it."""
        s3 = self.target.session().client("s3")
        bucket, key = self.environment.state_bucket, f"{ENVIRONMENT}/terraform.tfstate"
        if content is None:
            s3.delete_object(Bucket=bucket, Key=key)
        else:
            s3.put_object(Bucket=bucket, Key=key, Body=content.encode())

    def session(self, role: str, subject: str, region: str) -> boto3.Session:
        """The account as a job with this subject sees it in the role, in some region."""
        return open_session({**self.target.variables, **log_in(self.target, self.role(role), subject)}, region=region)

    def job(self, name: str, subject: str, folder: str) -> Job:
        """A job of the workflow that applies."""
        home = self.folder / folder
        home.mkdir(parents=True)
        program(self.folder / "programs" / "make", "true")
        # Names of buckets are no hosts of this machine; on AWS they are.
        terraform = find_terraform(cache_directory()).path
        script = f'[ "$1" != init ] || set -- "$@" -backend-config=use_path_style=true\nexec {terraform} "$@"'
        program(self.folder / "programs" / "terraform", script)
        head = git(self.origin, "rev-parse", "HEAD")
        values = {
            "github.run_id": "77",
            "github.server_url": "https://github.com",
            "github.repository": REPOSITORY,
            "github.sha": head,
            "matrix.account_id": self.environment.account_id,
            "matrix.environment": ENVIRONMENT,
            "matrix.region": self.environment.region,
        }
        return Job(
            "apply",
            name,
            home,
            self.origin,
            self.folder / "artifacts",
            values,
            f"repo:{REPOSITORY}:{subject}",
            self.target,
            self.folder / "programs",
            in_account(self.target),
        )


@contextmanager
def prepared(folder: Path) -> Iterator[Prepared]:
    """Starts a sandbox without databases in `folder`, prepares the account, and stops it in the end."""
    loaded, _ = load_environment(Project(ROOT), ENVIRONMENT, TODAY)
    assert loaded.document
    assert loaded.environment
    environment = loaded.environment
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATABASES_VARIABLE, "no")
        ready, _ = ensure(folder / "sandbox", [environment.account_id], idle_minutes=IDLE_MINUTES)
    try:
        target = sandbox_target(ready, account_id=environment.account_id, region=environment.region, live=True)
        person = Project(_repository(folder / "origin"))
        render_environment(person, loaded.document, environment)
        bootstrap = Bootstrap()
        bootstrap.start(person, environment, target)
        bootstrap.finish()
        bring_clients(environment, target)
        _allow_more(target)
        register_provider(target)
        yield Prepared(folder, target, environment)
    finally:
        stop(folder / "sandbox")


def _allow_more(target: Target) -> None:
    """An application may do more than log in: a policy of AWS's, and one of its own."""
    iam = target.session().client("iam")
    iam.attach_role_policy(RoleName="order-gateway", PolicyArn="arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess")
    own = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [own]})
    iam.put_role_policy(RoleName="order-gateway", PolicyName="queue", PolicyDocument=document)


def _repository(origin: Path) -> Path:
    for name in ("environments", ".github"):
        shutil.copytree(ROOT / name, origin / name)
    for name in ("pyproject.toml", ".terraform.lock.hcl", ".gitignore"):
        shutil.copyfile(ROOT / name, origin / name)
    git(origin, "init", "--quiet", "--initial-branch=main")
    commit(origin)
    return origin
