"""The two environments as they are rendered and planned: made once a session, offline, and handed out as copies."""

import atexit
import copy
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from generator.pipeline import Outcome, plan_rendered, render_environment
from generator.project import Project
from generator.targets import opening
from policies.engine.loading import load_mapping
from policies.engine.stack import Stack
from tests.conftest import ROOT, load_environment

Json = dict[str, Any]


def compliant_render(environment: str) -> Json:
    """A copy of the environment's `cdk.tf.json`."""
    return copy.deepcopy(_read(rendered(environment) / "cdk.tf.json"))


def compliant_plan(environment: str) -> Json:
    """A copy of the environment's plan JSON."""
    return copy.deepcopy(_read(planned(environment) / "plan.json"))


def mutated(data: Json, edit: Callable[[Json], object]) -> Stack:
    """The stack of `data`, a render or a plan, after `edit` changed a copy of it in place."""
    changed = copy.deepcopy(data)
    edit(changed)
    return load_mapping(changed)


@cache
def rendered(environment: str) -> Path:
    """The folder of the environment's render. It is shared: copy what is to be changed."""
    project = _project("rendered")
    loaded = load_environment(environment)
    assert loaded.document
    assert loaded.environment
    render_environment(project, loaded.document, loaded.environment)
    return project.build(environment)


@cache
def planned(environment: str) -> Path:
    """The folder of the environment's render and plan. It is shared: copy what is to be changed."""
    project = _project("planned")
    spec = load_environment(environment)
    assert spec.document
    assert spec.environment
    resources, origins = render_environment(project, spec.document, spec.environment)
    so_far = Outcome(environment, [], resources, origins)
    with opening("sandbox", account_id=spec.environment.account_id, region=spec.environment.region) as target:
        outcome = plan_rendered(project, spec.environment, so_far, target, _Silence())
    assert outcome.plan, outcome.findings
    return project.build(environment)


class _Silence:
    """Nobody is told about the steps."""

    def step(self, _title: str) -> AbstractContextManager[Callable[[str], None]]:
        return nullcontext(lambda _note: None)


@cache
def _project(name: str) -> Project:
    folder = Path(tempfile.mkdtemp(prefix=f"tidegate-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(ROOT / "environments", folder / "environments")
    shutil.copyfile(ROOT / ".terraform.lock.hcl", folder / ".terraform.lock.hcl")
    return Project(folder)


@cache
def _read(file: Path) -> Json:
    data: Json = json.loads(file.read_text(encoding="utf-8"))
    return data
