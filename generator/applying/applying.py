"""Applies the saved plan that passed, and proves that what is there now is what was asked for."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from generator.applying import rules
from generator.applying.alone import alone
from generator.applying.bootstrap import Bootstrap
from generator.applying.carrying import carry_out, not_made
from generator.applying.events import is_stale
from generator.applying.evidence import write_evidence
from generator.applying.job import Applied, Job, Say, open_job, origins_of, stamp_now
from generator.applying.standing import standing
from generator.applying.verdict import Verdict, differences, read_verdict
from generator.errors import MisuseError
from generator.findings import Finding, in_reading_order, passes
from generator.live import verify
from generator.live.pending import pending
from generator.pipeline import plan_environment, save_verdict
from generator.project import Project
from generator.steps import Steps
from generator.targets import TargetName
from generator.targets.background import served
from generator.terraform.workspace import PLAN, Workspace

AFTER = "after.tfplan"


def apply_environment(
    project: Project, name: str, target_name: TargetName, today: date, steps: Steps, say: Say
) -> Applied:
    """Applies the environment's saved plan, if its verdict holds; then plans again and verifies.

    On the sandbox, a plan that was made against nothing, or against a sandbox that is gone, is made anew first.
    Raises ToolError where the target or Terraform ends early: the message says what was made and how to go on.
    """
    with alone(project, name, say):
        job = open_job(project, name, target_name, today, steps, say)
        bootstrap = Bootstrap()
        try:
            refused = _planned(job, today, bootstrap) or _refusals(job)
            applied = Applied(name, in_reading_order(refused)) if refused else _apply(job, bootstrap)
            bootstrap.finish()
        except BaseException:
            bootstrap.give_up()
            raise
    return applied


def _planned(job: Job, today: date, bootstrap: Bootstrap) -> list[Finding]:
    """Plans anew where the sandbox has nothing that the saved plan could be for; the findings, if it does not pass."""
    verdict = read_verdict(job.build)
    if job.target.faults is None or not _is_groundless(verdict, job):
        return []
    job.say("planning against the running sandbox, as the saved plan was made without it")
    name, target = job.environment.environment, job.target.name
    outcome = plan_environment(job.project, name, target, today, job.steps, bootstrap=bootstrap)
    save_verdict(job.project, outcome, target)
    return [] if passes(outcome.findings) and outcome.stamp else outcome.findings


def _is_groundless(verdict: Verdict | None, job: Job) -> bool:
    if verdict is None or verdict.stamp is None or not verdict.stamp.live:
        return True
    if not (job.build / PLAN).is_file() or not job.store.exists():
        return True
    return verdict.stamp.state.lineage not in ("", job.store.mark().lineage)


def _refusals(job: Job) -> list[Finding]:
    verdict = read_verdict(job.build)
    saved = job.build / PLAN
    if verdict is None or not saved.is_file():
        name = job.environment.environment
        raise MisuseError(
            f"there is no plan of {name} that was judged",
            fix=f"make one: `make plan ENV={name} TARGET={job.target.name}`",
        )
    if verdict.stamp is None or not verdict.passed:
        rule = rules.NOT_PASSED
        message, fix = "the plan's verdict is `fail`", "mend what the plan's findings name, and plan again"
        return [_at_spec(rule.id, message, fix, rule.source, job.spec)]
    return list(differences(verdict.stamp, stamp_now(job, saved), spec=job.spec))


def _at_spec(rule: str, message: str, fix: str, source: str, spec: str) -> Finding:
    return Finding(rule=rule, severity="error", message=message, fix=fix, source=source, file=spec, line=1, column=1)


def _apply(job: Job, bootstrap: Bootstrap) -> Applied:
    verdict = read_verdict(job.build)
    assert verdict is not None
    assert verdict.stamp is not None
    started = time.monotonic()
    origins = origins_of(job.build)
    workspace = Workspace(job.build, job.target, job.project.lock)
    with standing(job.project, job.environment, job.target, workspace, job.steps, bootstrap):
        made, errors = carry_out(job, workspace, PLAN)
        findings = not_made(job, errors, origins)
        if is_stale(errors):
            return Applied(job.environment.environment, findings)
        with ThreadPoolExecutor(1) as beside, job.steps.step("Plan again, and ask the API what is really there"):
            # Nothing changes any more: one need not wait for the other.
            asked = beside.submit(verify, job.loaded, job.environment, job.target, job.declared)
            if not errors:
                findings = list(_left_to_do(job, workspace, origins))
            seen, checked = asked.result()
    findings = in_reading_order([*findings, *seen])
    seconds = time.monotonic() - started
    facts: dict[str, object] = {"made": made, "seconds": round(seconds, 1), "checked": checked}
    if job.target.name == "sandbox":
        facts |= served(job.project.sandbox)
    evidence = write_evidence(job.build, "apply", verdict.stamp, findings, facts)
    name = job.environment.environment
    return Applied(name, findings, verdict.stamp, made, seconds, checked, evidence)


def _left_to_do(job: Job, workspace: Workspace, origins: Mapping[str, Any]) -> Iterator[Finding]:
    # What AWS filled in belongs to the state, or it would look like somebody's change later on.
    workspace.refresh()
    counted: list[int | None] = []
    workspace.plan(lambda event: counted.append(event.changes), file=AFTER, refresh=False)
    if 0 in counted:
        return
    shown: Any = workspace.show_file(AFTER)
    waiting = {
        (f"aws_rds_cluster.{each.cluster}", each.attribute)
        for each in pending(job.target.session(), list(job.environment.databases))
    }
    for each in shown.get("resource_changes", []):
        # What hangs on a cluster with a change that waits is not known, for Terraform, until that is done.
        later = each["change"].get("after_unknown") or {}
        unknown = {name for name, value in later.items() if value is True} if waiting else set()
        differs = {(each["address"], name) for name in changed(each["change"])}
        differs = {place for place in differs if place in waiting or place[1] not in unknown}
        if not {*each["change"]["actions"]} & {"create", "update", "delete"} or (waiting and differs <= waiting):
            continue
        place = origins.get("resources", {}).get(each["address"].split("[")[0], {})
        yield Finding(
            rule=rules.NOT_EMPTY.id,
            severity="error",
            message=f"{'/'.join(each['change']['actions'])} is planned again: {', '.join(changed(each['change']))}",
            fix="see whether somebody changes it beside Terraform; else tell the platform team",
            source=rules.NOT_EMPTY.source,
            file=job.spec,
            line=place.get("line"),
            column=place.get("column"),
            path=place.get("spec"),
            resource=each["address"],
        )


def changed(change: Mapping[str, Any]) -> list[str]:
    """The top-level attributes in which a change's two sides differ, or may differ."""
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    return sorted(
        name for name in {*before, *after, *unknown} if before.get(name) != after.get(name) or unknown.get(name) is True
    )
