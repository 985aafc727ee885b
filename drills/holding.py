"""Holds one drill from end to end, and leaves its evidence behind."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pymysql
from botocore.exceptions import BotoCoreError, ClientError

from drills.arena import FULL, Arena, Scale
from drills.checkers import Verdict, untested
from drills.errors import DrillError
from drills.evidence import Provenance, Report, write_evidence
from drills.history import Recorder
from drills.registry import runner
from drills.site import Site
from drills.subject import Subject

HISTORY = "history.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which drill to hold on what, where its evidence goes, and what the evidence says of its origin."""

    drill: str
    subject: Subject
    site: Site
    evidence: Path
    commit: str | None = None
    plan: str | None = None
    note: str | None = None
    scale: Scale = FULL


def hold(order: Order, tell: Callable[[str], None] = lambda _: None) -> tuple[Report, Path]:
    """The report, and the folder with `history.jsonl`, `verdict.json` and `index.html`.

    A drill that cannot go on has proven nothing, and says why. Raises DrillError where there is no cluster at all.
    """
    began = datetime.now(UTC)
    folder = order.evidence / f"{order.drill}-{began:%Y%m%dT%H%M%S.%f}"[:-3]
    folder.mkdir(parents=True)
    started = time.monotonic()
    with Recorder(folder / HISTORY) as recorder:
        arena = Arena(order.subject, order.site, folder, recorder, order.scale, tell)
        server = _version(arena)
        verdicts = _verdicts(order.drill, arena)
        provenance = Provenance(
            environment=order.subject.environment,
            cluster=order.subject.cluster,
            target=order.site.target,
            server=server,
            commit=order.commit,
            plan=order.plan,
            began=began,
            seconds=time.monotonic() - started,
            note=order.note,
        )
        report = Report(
            drill=order.drill,
            provenance=provenance,
            verdicts=verdicts,
            operations=recorder.operations(),
            history_sha256=recorder.sha256,
        )
    write_evidence(folder, report)
    return report, folder


def _version(arena: Arena) -> str:
    """The server's version. Raises DrillError where no server can be asked."""
    try:
        return arena.server_version()
    except (ClientError, BotoCoreError, pymysql.err.MySQLError) as error:
        raise DrillError(
            f"{arena.subject.cluster} cannot be asked for its version: {error}",
            fix="see that it is available, and that this host may connect to it",
        ) from error


def _verdicts(drill: str, arena: Arena) -> list[Verdict]:
    try:
        return list(runner(drill)(arena))
    except DrillError as error:
        return [untested("held", f"{error}; {error.fix}")]
    except (ClientError, BotoCoreError, pymysql.err.MySQLError, OSError) as error:
        return [untested("held", f"the drill could not go on: {error}")]
