"""From a spec to a saved plan: the steps, and no word about how they are shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from generator.adoption.imports import place_imports
from generator.applying.verdict import Stamp, write_verdict
from generator.errors import MisuseError, ToolError
from generator.findings import Finding, in_reading_order, passes
from generator.node import find_node
from generator.project import Project
from generator.spec.document import Document
from generator.spec.loading import Loaded, load
from generator.spec.model import Environment
from generator.steps import Steps
from generator.targets import Target, TargetName, opening
from generator.terraform.diagnostics import Diagnostic, Event
from generator.terraform.plan import Plan, read_plan
from generator.validation import judge_among
from generator.waivers import apply_waivers, load_waivers

if TYPE_CHECKING:
    from generator.applying.bootstrap import Bootstrap
    from generator.terraform.workspace import Workspace

RENDER = "cdk.tf.json"
ROLES = "roles"
PLAN = "plan.json"
ORIGINS = "origins.json"
WAIVERS = "policies/waivers.yaml"
PLAN_SOURCE = "https://developer.hashicorp.com/terraform/internals/machine-readable-ui"

_REFUSED_FIX = "change the spec at this line; if it is as it should be, the render is at fault: tell the platform team"
_PROTECTED = "Instance cannot be destroyed"
_PROTECTED_FIX = (
    "leave as it is what the guards name; what must go all the same loses its deletion_protection first, in a step of "
    "its own"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to. `plan` and `plan_hash` are there if the run got as far as a plan.

    `refused` is what Terraform would have done as far as it got, where it refused to plan it.
    """

    environment: str
    findings: list[Finding]
    resources: int = 0
    origins: Mapping[str, Any] = field(default_factory=dict)
    plan: Plan | None = None
    refused: Plan | None = None
    stamp: Stamp | None = None
    checked: Mapping[str, int] = field(default_factory=dict)

    @property
    def plan_hash(self) -> str | None:
        """The SHA-256 of the saved plan."""
        return self.stamp.sha256 if self.stamp else None


class Accept(Protocol):
    """Marks what is waived."""

    def __call__(self, findings: Sequence[Finding], *, complete: bool) -> list[Finding]:
        """The findings as they count; with `complete`, also what waivers nobody needed."""


def load_environment(project: Project, name: str, today: date) -> tuple[Loaded, list[Finding]]:
    """A spec and every finding on it, with the other environments in view."""

    def loaded(environment: str) -> Loaded:
        spec = project.spec(environment)
        return load(project.root / spec, shown_as=spec.as_posix())

    spec = loaded(name)
    others = [loaded(other) for other in project.environments() if other != name]
    return spec, judge_among([spec], others, today=today)


def load_sound(project: Project, name: str, today: date) -> tuple[Loaded, Environment]:
    """A spec without findings that would stop it. Raises MisuseError for any other."""
    loaded, _ = load_environment(project, name, today)
    if loaded.environment is None:
        raise MisuseError(f"{project.spec(name)} cannot be read", fix=f"run `tidegate validate {project.spec(name)}`")
    return loaded, loaded.environment


def render_only(project: Project, name: str, today: date, steps: Steps) -> Outcome:
    """Validates and renders an environment; stops at findings that do not pass."""
    with steps.step("Validate the spec"):
        loaded, findings = load_environment(project, name, today)
    if loaded.document is None or loaded.environment is None:
        return Outcome(name, findings)
    findings = accepted_by(project, loaded.environment, today)(findings, complete=False)
    if not passes(findings):
        return Outcome(name, findings)
    with steps.step("Render the stack"):
        resources, origins = render_environment(project, loaded.document, loaded.environment)
    return Outcome(name, findings, resources, origins)


def accepted_by(project: Project, environment: Environment, today: date) -> Accept:
    """Marks the findings that the project's waivers accept, and adds what is wrong with the waivers."""
    waivers, faults = load_waivers(project.root / WAIVERS, today, shown_as=WAIVERS, environments=project.environments())
    classification = environment.residency.classification

    def accept(findings: Sequence[Finding], *, complete: bool) -> list[Finding]:
        return in_reading_order(
            [*faults, *apply_waivers(findings, waivers, environment.environment, classification, complete=complete)]
        )

    return accept


def render_environment(project: Project, document: Document, environment: Environment) -> tuple[int, Mapping[str, Any]]:
    """Renders into the environment's build folder; returns how many resources there are, and their origins."""
    find_node()
    from generator.synth.rendering import render, write
    from modules.literals import ConfigurationError

    try:
        rendered = render(document, environment)
    except ConfigurationError as error:
        raise ToolError(f"this spec cannot be rendered: {error}", fix="change what the message names") from error
    build = project.build(environment.environment)
    write(rendered, build)
    place_imports(project.root, environment.environment, build)
    return rendered.resources, rendered.origins


def plan_environment(
    project: Project,
    name: str,
    target_name: TargetName,
    today: date,
    steps: Steps,
    *,
    bootstrap: "Bootstrap | None" = None,
) -> Outcome:
    """Validates, renders, polices and plans an environment; stops at findings that do not pass.

    A `bootstrap` of the caller's is started here, and finished there.
    """
    with steps.step("Validate the spec"):
        loaded, findings = load_environment(project, name, today)
    if loaded.document is None or loaded.environment is None:
        return Outcome(name, findings)
    environment = loaded.environment
    accept = accepted_by(project, environment, today)
    outcome = Outcome(name, accept(findings, complete=False))
    if not passes(outcome.findings):
        return outcome
    place = {"account_id": environment.account_id, "region": environment.region}
    with opening(target_name, **place, sandbox=project.sandbox) as target:
        with steps.step("Render the stack"):
            resources, origins = render_environment(project, loaded.document, environment)
        with steps.step("Hold the render against the policies"):
            found = [*findings, *judge_render(project.build(name))]
        outcome = Outcome(name, accept(found, complete=False), resources, origins)
        if not passes(outcome.findings):
            return outcome
        so_far = replace(outcome, findings=found)
        outcome = plan_rendered(project, environment, so_far, target, steps, bootstrap=bootstrap)
        with steps.step("Ask the guards"):
            outcome = guarded(outcome, environment, target)
    if outcome.plan is None:
        return replace(outcome, findings=accept(outcome.findings, complete=False))
    with steps.step("Hold the plan against the policies"):
        judged, checked = judge_plan(project.build(name))
    return replace(outcome, findings=accept([*outcome.findings, *judged], complete=True), checked=checked)


def guarded(outcome: Outcome, environment: Environment, target: Callable[[], Target]) -> Outcome:
    """The outcome, with what the guards say of what the plan would change."""
    from generator.guarding import guard

    plan = outcome.plan or outcome.refused
    found = guard(plan, environment, outcome.origins, target()) if plan else []
    return replace(outcome, findings=[*outcome.findings, *found])


def checked_of(outcome: Outcome, target: TargetName) -> dict[str, str | int]:
    """What was checked, for a report and for the verdict."""
    checked: dict[str, str | int] = {"environment": outcome.environment, "target": target}
    checked |= {"resources": outcome.resources, **outcome.checked}
    return checked | ({"plan": outcome.plan_hash} if outcome.plan_hash else {})


def save_verdict(project: Project, outcome: Outcome, target: TargetName) -> None:
    """Writes the verdict to the build folder, also where findings came before any render."""
    build = project.build(outcome.environment)
    build.mkdir(parents=True, exist_ok=True)
    passed = passes(outcome.findings)
    write_verdict(build, outcome.findings, checked_of(outcome, target), passed=passed, stamp=outcome.stamp)


def judge_render(build: Path) -> list[Finding]:
    """What the pack says of the render, and of the roles beside it, before Terraform is asked."""
    from generator.policing import judge_stack

    roles = build / ROLES / RENDER
    renders = [build / RENDER, *([roles] if roles.is_file() else [])]
    return [found for each in renders for found in judge_stack(each)[0]]


def judge_plan(build: Path) -> tuple[list[Finding], dict[str, int]]:
    """What the pack, and checkov beside it, say of the render and of the plan, and whether the two differ."""
    from generator.policing import compare_stacks, judge_stack

    findings = compare_stacks(build / RENDER, build / PLAN, origins=build / ORIGINS)
    verdicts = policies = 0
    for stack in (build / RENDER, build / PLAN):
        found, counts = judge_stack(stack, origins=build / ORIGINS, with_checkov=True)
        findings += found
        verdicts += counts.get("verdicts", 0)
        policies = counts["policies"]
    return in_reading_order(findings), {"policies": policies, "verdicts": verdicts}


def plan_rendered(
    project: Project,
    environment: Environment,
    so_far: Outcome,
    target: Callable[[], Target],
    steps: Steps,
    *,
    bootstrap: "Bootstrap | None" = None,
) -> Outcome:
    """Plans what was rendered; what the provider says of a resource becomes a finding at the line of the spec."""
    from generator.applying.standing import stamp_of, standing
    from generator.terraform.workspace import PLAN as SAVED
    from generator.terraform.workspace import PlanFailedError, Workspace

    build = project.build(so_far.environment)
    with steps.step("Open the target"):
        opened = target()
        workspace = Workspace(build, opened, project.lock)
    stands = standing(project, environment, opened, workspace, steps, bootstrap, writes=False)
    with stands, steps.step("Plan") as note:
        try:
            workspace.plan(counting(note))
        except PlanFailedError as error:
            refused = [refusal(each, so_far.origins) for each in error.diagnostics]
            findings = in_reading_order([*so_far.findings, *refused])
            return replace(so_far, findings=findings, refused=_as_far_as_it_got(workspace))
        shown = workspace.show()
    return replace(so_far, plan=read_plan(shown), stamp=stamp_of(project, environment, opened, build / SAVED))


def _as_far_as_it_got(workspace: "Workspace") -> Plan | None:
    """What the plan that Terraform refused holds; nothing of it stays, so that nobody applies it."""
    shown = workspace.show_refused()
    return read_plan(shown) if shown else None


def counting(note: Callable[[str], None]) -> Callable[[Event], None]:
    """Counts the planned changes, for whoever looks on."""
    planned = count(1)

    def take(event: Event) -> None:
        if event.type == "planned_change":
            note(f"{next(planned)} changes")

    return take


def refusal(diagnostic: Diagnostic, origins: Mapping[str, Any]) -> Finding:
    """What Terraform says of a resource, as a finding at the line of the spec."""
    origin = origins.get("resources", {}).get((diagnostic.address or "").split("[")[0], {})
    return Finding(
        rule="TFP001",
        severity="error",
        message=diagnostic.one_line,
        fix=_PROTECTED_FIX if diagnostic.summary == _PROTECTED else _REFUSED_FIX,
        source=PLAN_SOURCE,
        file=origins.get("file"),
        line=origin.get("line"),
        column=origin.get("column"),
        path=origin.get("spec"),
        resource=diagnostic.address,
    )
