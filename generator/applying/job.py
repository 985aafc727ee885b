"""An environment that is worked on, on an open target."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from generator.applying.state import StateStore
from generator.applying.verdict import Stamp, commit_of, sha256
from generator.findings import Finding
from generator.pipeline import RENDER, load_environment, load_sound
from generator.project import Project
from generator.spec.loading import Loaded
from generator.spec.model import Environment
from generator.steps import Steps
from generator.targets import Target, TargetName
from generator.targets.live import live_target

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply came to. `stamp` is None where nothing was applied."""

    environment: str
    findings: list[Finding]
    stamp: Stamp | None = None
    made: int = 0
    seconds: float = 0.0
    checked: Mapping[str, int] = field(default_factory=dict)
    evidence: Path | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """An environment that is worked on, on a target, and whoever is told about it."""

    project: Project
    loaded: Loaded
    environment: Environment
    target: Target
    steps: Steps
    say: Say

    @property
    def build(self) -> Path:
        """The environment's build folder."""
        return self.project.build(self.environment.environment)

    @property
    def declared(self) -> Mapping[str, Any]:
        """The stack that was rendered last."""
        stack: Mapping[str, Any] = json.loads((self.build / RENDER).read_text(encoding="utf-8"))
        return stack

    @property
    def store(self) -> StateStore:
        """The environment's state."""
        return StateStore(self.target.session(), self.environment)

    @property
    def spec(self) -> str:
        """The spec's file, as findings name it."""
        return self.project.spec(self.environment.environment).as_posix()


def open_job(project: Project, name: str, target_name: TargetName, today: date, steps: Steps, say: Say) -> Job:
    """Loads a sound spec and opens its target. Raises MisuseError for a spec with findings."""
    loaded, environment = load_sound(project, name, today)
    with steps.step("Open the target"):
        target = live_target(
            target_name,
            account_id=environment.account_id,
            region=environment.region,
            sandbox=project.sandbox,
            accounts=accounts_of(project, today),
            say=say,
        )
    return Job(project, loaded, environment, target, steps, say)


def accounts_of(project: Project, today: date) -> list[str]:
    """The accounts of all environments whose specs can be read."""
    specs = [load_environment(project, each, today)[0].environment for each in project.environments()]
    return sorted({spec.account_id for spec in specs if spec})


def stamp_now(job: Job, saved: Path) -> Stamp:
    """What is true of a saved plan, the checkout and the state at this moment."""
    project, environment = job.project, job.environment
    return Stamp(
        sha256=sha256(saved),
        spec_sha256=sha256(project.root / project.spec(environment.environment)),
        commit=commit_of(project.root),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        target=job.target.name,
        live=True,
        account_id=environment.account_id,
        region=environment.region,
        state=job.store.mark(),
    )


def origins_of(build: Path) -> Mapping[str, Any]:
    """Where each resource of the render came from."""
    found: Mapping[str, Any] = json.loads((build / "origins.json").read_text())
    return found
