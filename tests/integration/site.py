"""One sandbox for a whole test session, with both environments applied to it at the same time."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from generator.applying.state import StateStore
from generator.project import Project
from generator.setup.exclusive import exclusive
from generator.targets import Target
from generator.targets.background import DATABASES_VARIABLE, ensure, running, stop
from generator.targets.faults import SandboxFaults
from generator.targets.ready import sandbox_target
from tests.conftest import ENVIRONMENTS, ROOT, load_environment
from tests.integration.breaks import Account

TIDEGATE = Path(sys.executable).with_name("tidegate")
IDLE_MINUTES = 10
NOBODYS = "333333333333"
"""An account of the sandbox that no spec names."""
VARIABLES = {**os.environ, DATABASES_VARIABLE: "no"}


@dataclass(frozen=True, slots=True)
class Site:
    """A checkout whose environments are applied to its sandbox; `reports` are what the applies printed, as JSON."""

    root: Path
    reports: dict[str, Any]

    @property
    def project(self) -> Project:
        return Project(self.root)

    def target(self, environment: str) -> Target:
        ready = running(self.project.sandbox)
        assert ready
        spec = load_environment(environment).environment
        assert spec
        return sandbox_target(ready, account_id=spec.account_id, region=spec.region, live=True)

    @property
    def faults(self) -> SandboxFaults:
        """What only a stand-in can do to itself."""
        ready = running(self.project.sandbox)
        assert ready
        return SandboxFaults(ready["admin"])

    def store(self, environment: str) -> StateStore:
        spec = load_environment(environment).environment
        assert spec
        return StateStore(self.target(environment).session(), spec)

    def account(self, environment: str) -> Account:
        spec = load_environment(environment).environment
        assert spec
        return Account(self.target(environment).session(), spec)

    def elsewhere(self) -> boto3.Session:
        """A session of the administrator of an account that no spec names."""
        ready = running(self.project.sandbox)
        assert ready
        return sandbox_target(ready, account_id=NOBODYS, region="eu-west-1", live=True).session()

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return tidegate(self.root, *arguments)

    @contextmanager
    def alone(self, environment: str) -> Iterator[None]:
        """Goes around what changes an environment: other workers of the test session look at it too."""
        with exclusive(self.root / f".alone-{environment}", lambda _pid: None):
            yield


def tidegate(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Calls the command line in a checkout."""
    return subprocess.run(
        [TIDEGATE, *arguments], cwd=root, env={**VARIABLES, **variables}, capture_output=True, text=True, check=False
    )


def checkout(folder: Path) -> Path:
    """A checkout of the specs alone."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "environments", folder / "environments", dirs_exist_ok=True)
    (folder / "policies").mkdir(exist_ok=True)
    for name in ("pyproject.toml", ".terraform.lock.hcl", "policies/waivers.yaml"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def beside(found: Site, folder: Path) -> Path:
    """Another checkout of the specs, on the same sandbox: somebody else's, who works on the same state."""
    root = checkout(folder)
    (root / "build").mkdir()
    (root / "build" / "sandbox").symlink_to(found.project.sandbox)
    return root


@contextmanager
def site(
    folder: Path, environments: Sequence[str] = ENVIRONMENTS, *, databases: bool = False, stays: bool = False
) -> Iterator[Site]:
    """The site in `folder`, set up by whoever comes first and stopped by whoever leaves last.

    With `databases`, real servers stand behind its clusters.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder / ".site", lambda _pid: None):
        users = folder / "users"
        users.write_text(str(_count(users) + 1))
        reports = _set_up(folder, environments, databases=databases)
    try:
        yield Site(folder, reports)
    finally:
        with exclusive(folder / ".site", lambda _pid: None):
            users.write_text(str(_count(users) - 1))
            if _count(users) == 0 and not stays:
                stop(Project(folder).sandbox)


def _count(users: Path) -> int:
    return int(users.read_text()) if users.exists() else 0


def _set_up(folder: Path, environments: Sequence[str], *, databases: bool) -> dict[str, Any]:
    kept = folder / "reports.json"
    accounts = [spec.account_id for name in ENVIRONMENTS if (spec := load_environment(name).environment)] + [NOBODYS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATABASES_VARIABLE, "yes" if databases else "no")
        ensure(Project(folder).sandbox, accounts, idle_minutes=IDLE_MINUTES)
    if kept.exists():
        found: dict[str, Any] = json.loads(kept.read_text())
        return found
    checkout(folder)
    with ThreadPoolExecutor() as pool:
        calls = pool.map(lambda name: tidegate(folder, "apply", name, "--format", "json"), environments)
        reports = {name: _report(call) for name, call in zip(environments, calls, strict=True)}
    kept.write_text(json.dumps(reports))
    return reports


def _report(called: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(called.stdout) if called.stdout.strip() else {"verdict": called.stderr}
    return {**report, "exit": called.returncode, "said": called.stderr}
