"""Holds drills on a target, one after the other, and says what they found."""

import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from drills.arena import FULL, Scale
from drills.cluster import Cluster
from drills.errors import DrillError
from drills.evidence import Report
from drills.evidence.writing import PAGE
from drills.holding import Order, hold
from generator.drilling.allowing import check_allowed, check_tagged
from generator.drilling.certificates import ca_bundle
from generator.drilling.judging import findings_of
from generator.drilling.site import TargetSite
from generator.drilling.subject import subject_of
from generator.drilling.users import make_users
from generator.errors import MisuseError, ToolError
from generator.findings import Finding, in_reading_order, passes
from generator.nearest import nearest
from generator.pipeline import load_environment
from generator.project import Project
from generator.spec.document import Document
from generator.spec.model import Environment
from generator.targets import Target, TargetName, opening
from generator.targets.background import running

NOTE = "RDS runs MySQL 8.4; the sandbox runs the server that is named here, three times on this machine."
EVIDENCE = "evidence"
Shown = Callable[[Report, Path], None]


class Steps(Protocol):
    """Whoever is told about the steps."""

    def step(self, title: str) -> AbstractContextManager[Callable[[str], None]]:
        """Goes around one step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which drills to hold on which database (None: the only one) of an environment, and where."""

    environment: str
    drills: Sequence[str]
    target: TargetName
    today: date
    database: str | None = None
    scale: Scale = FULL


@dataclass(frozen=True, slots=True)
class Held:
    """What drills came to: all findings, and the report and the page of each that was held."""

    findings: list[Finding]
    reports: list[tuple[Report, Path]] = field(default_factory=list)


def hold_drills(project: Project, wish: Wish, steps: Steps, shown: Shown = lambda _report, _page: None) -> Held:
    """Holds the drills of a wish, and shows each as it ends.

    Raises MisuseError or ToolError where that cannot be done.
    """
    loaded, findings = load_environment(project, wish.environment, wish.today)
    if loaded.environment is None or loaded.document is None or not passes(findings):
        return Held(in_reading_order(findings))
    environment, document = loaded.environment, loaded.document
    name = _database(environment, wish.database)
    if wish.target == "aws":
        check_allowed(environment)
    elif (ready := running(project.sandbox)) is None:
        raise MisuseError(
            "no sandbox runs, so there is no cluster to hold a drill on",
            fix=f"apply the environment first: `make apply ENV={environment.environment}`",
        )
    else:
        check_served(ready)
    place = opening(wish.target, account_id=environment.account_id, region=environment.region, sandbox=project.sandbox)
    with place as opened:
        try:
            held = []
            for report, page in _held(project, wish, steps, (environment, document, name), opened()):
                shown(report, page)
                held.append((report, page))
        except DrillError as error:
            raise ToolError(str(error), fix=error.fix) from error
    found = [each for report, page in held for each in findings_of(report, page, document)]
    return Held(in_reading_order(found), held)


def _held(
    project: Project, wish: Wish, steps: Steps, about: tuple[Environment, Document, str], target: Target
) -> Iterator[tuple[Report, Path]]:
    environment, _, name = about
    site = TargetSite(target, ca_bundle(target, environment.region))
    subject = subject_of(environment, name)
    if target.name == "aws":
        check_tagged(Cluster(site, subject.region, subject.cluster).describe())
    build = project.build(environment.environment)
    if target.name == "sandbox":
        with steps.step("Make the users of the spec"):
            make_users(site, subject, build / "sql" / f"{name}.sql")
    for drill in wish.drills:
        order = Order(
            drill=drill,
            subject=subject,
            site=site,
            evidence=build / EVIDENCE,
            commit=commit_of(project.root),
            plan=plan_of(build),
            note=NOTE if target.name == "sandbox" else None,
            scale=wish.scale,
        )
        with steps.step(f"Drill: {drill}") as tell:
            report, folder = hold(order, tell)
        yield report, (folder / PAGE).relative_to(project.root)


def check_served(ready: Mapping[str, Any]) -> None:
    """Raises MisuseError where the server behind a sandbox's clusters holds no drills."""
    if reason := (ready.get("lacks") or {}).get("drills"):
        raise MisuseError(
            f"{ready['mysql']} serves no drills: {reason}",
            fix="name a mysqld of MySQL 8.0.30 or newer with TIDEGATE_MYSQLD, and start the sandbox and the apply anew",
        )


def _database(environment: Environment, name: str | None) -> str:
    known = sorted(environment.databases)
    if name is None and len(known) == 1:
        return known[0]
    if name not in environment.databases:
        near = nearest(name, known) if name else None
        raise MisuseError(
            f"which database of {environment.environment}: {', '.join(known)}?"
            if name is None
            else f"{environment.environment} has no database {name!r}, only {', '.join(known)}",
            fix=f"did you mean --database {near}?" if near else "name one with --database",
        )
    return name


def commit_of(root: Path) -> str | None:
    """The commit that is checked out, marked where files differ from it; None outside of git."""
    try:
        said = subprocess.run(
            ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return said.stdout.strip() or None


def plan_of(build: Path) -> str | None:
    """The hash of the plan that was saved last; None where there is none."""
    file = build / "plan.sha256"
    words = file.read_text().split() if file.is_file() else []
    return words[0] if words else None
