"""What a pull request runs before any plan: environments validated, rendered, and held against the policies."""

from collections import Counter
from datetime import date
from pathlib import Path

from generator.findings import Finding, in_reading_order, passes
from generator.pipeline import ORIGINS, RENDER, accepted_by, load_environment, render_only
from generator.project import Project
from generator.steps import Steps


def check_environment(project: Project, name: str, today: date, steps: Steps) -> tuple[list[Finding], Counter[str]]:
    """Every finding on an environment that can be had without a plan, and how much was checked."""
    outcome = render_only(project, name, today, steps)
    if not passes(outcome.findings) or not outcome.resources:
        return outcome.findings, Counter()
    with steps.step("Hold the render against the policies"):
        found, counts = _judged(project.build(name))
    environment = load_environment(project, name, today)[0].environment
    assert environment
    accepted = accepted_by(project, environment, today)(found, complete=False)
    return in_reading_order([*outcome.findings, *accepted]), Counter(counts)


def _judged(build: Path) -> tuple[list[Finding], dict[str, int]]:
    from generator.policing import judge_stack

    return judge_stack(build / RENDER, origins=build / ORIGINS, with_checkov=True)
