"""Compares the account with what was applied, and tells drift from what waits and from what nobody did."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.applying.alone import alone
from generator.applying.job import Job, origins_of
from generator.applying.standing import standing
from generator.drift import rules
from generator.drift.reading import Difference, drifted, planned
from generator.findings import Finding, in_reading_order
from generator.findings_catalogue import RuleDescription
from generator.live import verify
from generator.live.pending import Pending, pending
from generator.pipeline import render_environment
from generator.terraform.workspace import Workspace

FILE = "drift.tfplan"
_LONGEST = 60


def detect(job: Job) -> tuple[list[Finding], dict[str, int]]:
    """What differs from what was applied, with its owner; and what the API shows that Terraform does not look at.

    Changes that wait, and edits that nobody has applied, are warnings. Nothing is changed.
    """
    with alone(job.project, job.environment.environment, job.say):
        shown = _plan(job)
        origins = origins_of(job.build)
    waiting = list(pending(job.target.session(), list(job.environment.databases)))
    found = list(drifted(shown))
    own = [_drift(job, each, origins) for each in found if not _is_waiting(each, waiting)]
    edits = [_edit(job, each, origins) for each in planned(shown) if _is_edit(each, found, waiting)]
    with job.steps.step("Ask the API what is really there"):
        seen, counts = verify(job.loaded, job.environment, job.target, job.declared)
    beside = [replace(each, message=f"{each.message}; {_owner(job)}") for each in seen]
    findings = in_reading_order([*own, *edits, *(_waits(job, each) for each in waiting), *beside])
    return findings, {"drifts": len(own), "pending_changes": len(waiting), "unapplied_edits": len(edits), **counts}


def _plan(job: Job) -> Mapping[str, Any]:
    with job.steps.step("Render the stack"):
        assert job.loaded.document is not None
        render_environment(job.project, job.loaded.document, job.environment)
    workspace = Workspace(job.build, job.target, job.project.lock)
    with standing(job.project, job.environment, job.target, workspace, job.steps):
        with job.steps.step("Compare the account with the state"):
            workspace.plan(lambda _event: None, file=FILE)
        return workspace.show_file(FILE)


def _is_waiting(difference: Difference, waiting: Sequence[Pending]) -> bool:
    names = {each.attribute for each in waiting}
    return bool(difference.attributes) and {*(difference.attributes or ())} <= names


def _is_edit(difference: Difference, found: Sequence[Difference], waiting: Sequence[Pending]) -> bool:
    """Whether a planned change undoes no drift, and is not one that RDS has already taken."""
    return difference.address not in {each.address for each in found} and not _is_waiting(difference, waiting)


def _drift(job: Job, difference: Difference, origins: Mapping[str, Any]) -> Finding:
    if difference.attributes is None:
        said = f"it is gone; {_owner(job)}"
        return _finding(job, rules.GONE, said, "plan and apply again, and see who deleted it", difference, origins)
    changes = "; ".join(_change(name, *sides) for name, sides in difference.attributes.items())
    said = f"changed beside Terraform: {changes}; {_owner(job)}"
    fix = "bring the change into the spec, or plan and apply again to undo it"
    return _finding(job, rules.DRIFTED, said, fix, difference, origins)


def _edit(job: Job, difference: Difference, origins: Mapping[str, Any]) -> Finding:
    names = ", ".join(difference.attributes or {}) or "all of it"
    said = f"the spec asks for something that is not applied: {names}"
    return _finding(job, rules.NOT_APPLIED, said, "plan and apply, or take the edit back", difference, origins)


def _waits(job: Job, each: Pending) -> Finding:
    path = f"databases.{each.cluster}.{each.below}".rstrip(".")
    finding = _finding(
        job,
        rules.PENDING,
        f"{each.cluster}: {each.what}",
        "nothing to do; to have it at once, apply it outside of the window",
        Difference(f"aws_rds_cluster.{each.cluster}", {}),
        {},
    )
    from generator.spec.paths import spec_path

    document = job.loaded.document
    assert document is not None
    position = document.position(spec_path(path, document))
    return replace(finding, path=path, line=position.line, column=position.column)


def _finding(
    job: Job, rule: RuleDescription, message: str, fix: str, difference: Difference, origins: Mapping[str, Any]
) -> Finding:
    resource = origins.get("resources", {}).get(difference.resource, {})
    attributes = resource.get("attributes", {})
    place = next((attributes[each] for each in difference.attributes or () if each in attributes), resource)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        fix=fix,
        source=rule.source,
        file=job.spec,
        line=place.get("line"),
        column=place.get("column"),
        path=place.get("spec"),
        resource=difference.address,
    )


def _owner(job: Job) -> str:
    owner = job.environment.owner
    return f"owner: {owner.team} ({owner.email})"


def _change(name: str, before: object, after: object) -> str:
    return f"{name} {_short(before)} → {_short(after)}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
