"""Takes an environment down, and lists what is left of it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from generator.applying import rules
from generator.applying.alone import alone
from generator.applying.bootstrap import Bootstrap
from generator.applying.carrying import carry_out, not_made
from generator.applying.events import is_stale
from generator.applying.evidence import write_evidence
from generator.applying.job import Applied, Job, Say, open_job, origins_of, stamp_now
from generator.applying.standing import standing
from generator.errors import MisuseError
from generator.findings import Finding, in_reading_order
from generator.findings_catalogue import RuleDescription
from generator.live.account import Live
from generator.live.inventory import Thing, inventory, regions_of
from generator.pipeline import render_environment
from generator.project import Project
from generator.steps import Steps
from generator.targets import TargetName
from generator.terraform.workspace import Workspace

DESTROY = "destroy.tfplan"


def destroy_environment(
    project: Project, name: str, target_name: TargetName, today: date, steps: Steps, say: Say
) -> Applied:
    """Destroys everything of an environment, if neither spec nor account protects it; then lists what is left.

    The final snapshot of each cluster, the logs that the spec keeps, and the state's bucket stay on purpose, and are
    said. Raises ToolError where the target or Terraform ends early.
    """
    with alone(project, name, say):
        job = open_job(project, name, target_name, today, steps, say)
        protected = in_reading_order([*_protected_by_spec(job), *_protected_live(job)])
        return Applied(name, protected) if protected else _destroy(job)


def _protected_by_spec(job: Job) -> Iterator[Finding]:
    fix = "set it to false with a waiver, plan and apply that, and destroy then"
    environment = job.environment
    if environment.deletion_protection:
        yield _finding(job, rules.PROTECTED, "the spec protects keys, vault and logs", fix, "deletion_protection")
    for name, database in environment.databases.items():
        if database.deletion_protection:
            path = f"databases.{name}.deletion_protection"
            yield _finding(job, rules.PROTECTED, f"the spec protects {name}", fix, path)


def _protected_live(job: Job) -> Iterator[Finding]:
    assert job.loaded.document is not None
    live = Live(job.environment, job.loaded.document, job.target.session())
    for name, database, path in live.databases:
        if not database.deletion_protection and live.cluster(name).get("DeletionProtection"):
            said = f"{name} is still protected: the edit that takes the protection off is not applied"
            fix = "plan and apply it, and destroy then"
            yield _finding(job, rules.PROTECTED, said, fix, f"{path}.deletion_protection")


def _destroy(job: Job) -> Applied:
    started = time.monotonic()
    with job.steps.step("Render the stack"):
        assert job.loaded.document is not None
        render_environment(job.project, job.loaded.document, job.environment)
    workspace = Workspace(job.build, job.target, job.project.lock)
    if not job.store.exists():
        name = job.environment.environment
        raise MisuseError(f"there is no state of {name}", fix="there is nothing to destroy")
    origins = origins_of(job.build)
    with standing(job.project, job.environment, job.target, workspace, job.steps, Bootstrap()):
        with job.steps.step("Plan to destroy everything"):
            workspace.plan(lambda _event: None, file=DESTROY, destroy=True)
        stamp = stamp_now(job, job.build / DESTROY)
        made, errors = carry_out(job, workspace, DESTROY)
    findings = not_made(job, errors, origins)
    if is_stale(errors):
        return Applied(job.environment.environment, findings)
    with job.steps.step("List what is left, in every region"):
        kept, left = _left(job)
    for each in kept:
        job.say(f"kept on purpose: {each.name}")
    findings += [_left_behind(job, each) for each in left]
    seconds = time.monotonic() - started
    facts = {"destroyed": made, "seconds": round(seconds, 1), "kept": [each.name for each in kept]}
    evidence = write_evidence(job.build, "destroy", stamp, findings, facts)
    name = job.environment.environment
    return Applied(name, in_reading_order(findings), stamp, made, seconds, {"left": len(left)}, evidence)


def _left(job: Job) -> tuple[list[Thing], list[Thing]]:
    """What is there still: first what stays on purpose, then what should not."""
    assert job.loaded.document is not None
    live = Live(job.environment, job.loaded.document, job.target.session())
    things = inventory(live, regions_of(live))
    kept = [each for each in things if _stays(each, job)]
    return kept, [each for each in things if each not in kept]


def _stays(thing: Thing, job: Job) -> bool:
    environment = job.environment
    snapshots = {f":cluster-snapshot:{environment.environment}-{name}-final" for name in environment.databases}
    bucket = environment.state_bucket
    alias = f":alias/{bucket.replace('.', '_')}"
    if thing.region != environment.region:
        return False
    if thing.service == "kms" and ":key/" in thing.name:
        return thing.name == _state_key(job)
    return thing.name.endswith((*snapshots, f":s3:::{bucket}", alias))


def _state_key(job: Job) -> str:
    kms = job.target.session().client("kms")
    name = f"alias/{job.environment.state_bucket.replace('.', '_')}"
    return str(kms.describe_key(KeyId=name)["KeyMetadata"]["Arn"])


def _left_behind(job: Job, thing: Thing) -> Finding:
    said = f"{thing.name} is still there, in {thing.region}"
    fix = "see what made it, and delete it; nothing of the environment needs it any more"
    return replace(_finding(job, rules.LEFT_BEHIND, said, fix, "environment"), resource=thing.name)


def _finding(job: Job, rule: RuleDescription, message: str, fix: str, path: str) -> Finding:
    document = job.loaded.document
    assert document is not None
    position = document.position(tuple(path.split(".")))
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        fix=fix,
        source=rule.source,
        file=job.spec,
        line=position.line,
        column=position.column,
        path=path,
    )
