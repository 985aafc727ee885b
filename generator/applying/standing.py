"""What a plan or an apply stands on: Terraform, a state that can be worked with, and what a plan was made from."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from generator.applying.bootstrap import Bootstrap, bring_clients
from generator.applying.recovery import recover, settle, take_as_made, write_down
from generator.applying.state import StateStore, mark_in_plan
from generator.applying.verdict import Stamp, commit_of, sha256
from generator.project import Project
from generator.spec.model import Environment
from generator.steps import Steps
from generator.targets import Target
from generator.terraform.workspace import ERRORED_STATE, Workspace


@contextmanager
def standing(
    project: Project,
    environment: Environment,
    target: Target,
    workspace: Workspace,
    steps: Steps,
    bootstrap: Bootstrap | None = None,
    *,
    writes: bool = True,
) -> Iterator[None]:
    """Sets Terraform up, on a state that can be worked with: made if need be, and mended after a run cut short.

    Who only reads the state (`writes=False`) need not wait for the key that it is written with. A `bootstrap` of the
    caller's is left for it to finish.
    """
    if not target.live:
        with steps.step("Set up Terraform"):
            workspace.initialise()
        yield
        return
    own = bootstrap or Bootstrap()
    build, store = project.build(environment.environment), StateStore(target.session(), environment)
    bring_clients(environment, target)
    try:
        with steps.step("Set up Terraform and its state") as note:
            own.start(project, environment, target)
            own.readable()
            if writes or (build / ERRORED_STATE).exists():
                own.writable()
            workspace.initialise()
            recover(build, store, workspace, note)
            write_down(build)
            take_as_made(store, workspace, note)
        yield
        if bootstrap is None:
            own.finish()
        settle(build, store)
    except BaseException:
        own.give_up()
        raise


def stamp_of(project: Project, environment: Environment, target: Target, plan: Path) -> Stamp:
    """What a plan was made from, and for: it goes into the verdict."""
    return Stamp(
        sha256=sha256(plan),
        spec_sha256=sha256(project.root / project.spec(environment.environment)),
        commit=commit_of(project.root),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        target=target.name,
        live=target.live,
        account_id=environment.account_id,
        region=environment.region,
        state=mark_in_plan(plan),
    )
