"""Two runs on one state: the second waits for the lock, and says who holds it, with real Terraform on the sandbox."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.applying.carrying import carry_out, not_made
from generator.applying.job import Job
from generator.applying.state import StateStore
from generator.cli.progress import Progress
from generator.errors import ToolError
from generator.project import Project
from generator.spec.loading import Loaded
from generator.spec.model import Environment
from generator.targets import Target
from generator.terraform import workspace as terraform
from generator.terraform.workspace import PLAN, Workspace
from tests.conftest import ROOT
from tests.generator.applying.held import free, lock

pytestmark = pytest.mark.slow
JANE = "jane@elsewhere"

Work = Callable[[Callable[[str], None]], Job]


@pytest.fixture
def work(target: Target, loaded: Loaded, environment: Environment, workspace: Workspace) -> Work:
    """An environment that is worked on, its tiny stack planned."""
    workspace.plan(lambda _event: None)
    return lambda say: Job(Project(ROOT), loaded, environment, target, Progress(quiet=True), say)


def test_a_run_waits_for_the_lock_and_says_who_holds_it(
    target: Target, environment: Environment, workspace: Workspace, work: Work
) -> None:
    said: list[str] = []

    def say(text: str) -> None:
        """Jane ends as soon as somebody waits for her."""
        said.append(text)
        free(target, environment)

    lock(target, environment, JANE)
    assert carry_out(work(say), workspace, PLAN) == (1, [])
    assert len(said) == 1
    assert said[0].startswith(f"the state is locked by {JANE} since {datetime.now(UTC):%Y-}")


def test_a_run_that_waits_in_vain_names_the_holder_and_does_nothing(
    target: Target,
    store: StateStore,
    environment: Environment,
    workspace: Workspace,
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock(target, environment, JANE)
    with impatient(monkeypatch), pytest.raises(ToolError, match=f"the state is locked by {JANE}") as raised:
        carry_out(work(lambda _text: None), workspace, PLAN)
    assert "wait until that run has ended" in raised.value.fix
    held = store.lock()
    assert held
    assert (held.who, store.mark().serial) == (JANE, 0)


def test_a_plan_that_somebody_was_faster_than_does_nothing_and_is_found(
    store: StateStore, workspace: Workspace, work: Work, tmp_path: Path
) -> None:
    kept = (tmp_path / PLAN).read_bytes()
    job = work(lambda _text: None)
    assert carry_out(job, workspace, PLAN) == (1, [])
    before = store.mark()
    (tmp_path / PLAN).write_bytes(kept)
    made, errors = carry_out(job, workspace, PLAN)
    assert (made, store.mark()) == (0, before)
    assert [(each.rule, each.file, each.fix) for each in not_made(job, errors, {})] == [
        ("APL006", "environments/eu-west-1.yaml", "plan the environment again")
    ]


@contextmanager
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Waits for a lock for a second, and not for two minutes."""
    with monkeypatch.context() as patch:
        patch.setattr(terraform, "_WORK", ("-input=false", "-lock-timeout=1s"))
        yield
