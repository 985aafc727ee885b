"""Carries out a saved plan, and says what ended it where it did not get to its end."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.applying import rules
from generator.applying.events import Progressing, is_locked, is_stale, raise_if_general
from generator.applying.job import Job
from generator.errors import ToolError
from generator.findings import Finding
from generator.pipeline import refusal
from generator.targets.sessions import has_expired
from generator.terraform.diagnostics import Diagnostic, Event
from generator.terraform.endings import EXPIRED
from generator.terraform.workspace import OnEvent, Workspace


def carry_out(job: Job, workspace: Workspace, file: str) -> tuple[int, list[Diagnostic]]:
    """Applies a saved plan; returns how much was done, and what the API refused.

    Raises ToolError where it ended for a reason that is about no resource. An interrupt is said, and goes on up.
    """
    planned = workspace.show_file(file)
    changes: Any = planned.get("resource_changes", [])
    progress = Progressing(sum(each["change"]["actions"] not in (["no-op"], ["read"]) for each in changes))
    held = job.store.lock()
    if held:
        job.say(f"the state is locked by {held}; waiting for up to two minutes")
    try:
        with job.steps.step("Apply") as note:
            progress.note = note
            errors = workspace.apply(Watching(job, progress), file=file)
    except BaseException:
        job.say(f"stopped: {progress.summary}; plan and apply again to go on")
        raise
    if is_locked(errors):
        raise ToolError(
            f"the state is locked by {job.store.lock() or 'somebody who has just ended'}",
            fix="wait until that run has ended; if it is known to be dead: `terraform force-unlock` with the lock's id",
        )
    raise_if_general(errors, progress.summary)
    return len(progress.made), errors


class Watching:
    """Hands events on, and ends an apply whose credentials have run out.

    By itself, Terraform's provider calls EC2 again for an hour: it takes `RequestExpired` for a clock that is wrong.
    """

    def __init__(self, job: Job, hear: OnEvent) -> None:
        self._job, self._hear, self._over = job, hear, False

    def __call__(self, event: Event) -> None:
        """Raises ToolError, once: what Terraform says while it stops is heard to its end."""
        self._hear(event)
        if event.type == "apply_errored" and not self._over and has_expired(self._job.target.session()):
            self._over = True
            message, fix = EXPIRED
            raise ToolError(message, fix=fix)


def not_made(job: Job, errors: Sequence[Diagnostic], origins: Mapping[str, Any]) -> list[Finding]:
    """What the API refused, as findings; one alone where the state had moved on, so that nothing was tried."""
    if not is_stale(errors):
        return [replace(refusal(each, origins), rule=rules.NOT_MADE.id) for each in errors]
    rule = rules.OTHER_STATE
    return [
        Finding(
            rule=rule.id,
            severity=rule.severity,
            message="somebody has applied while this waited for the state: nothing was done",
            fix="plan the environment again",
            source=rule.source,
            file=job.spec,
            line=1,
            column=1,
        )
    ]
