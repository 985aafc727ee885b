"""All that the evidence of one drill tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drills.checkers import Result, Verdict, latencies, overall
from drills.history import NEMESIS, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the drill was held on, and when (UTC). `commit` and `plan` (a SHA-256) are None where nobody knows.

    `note` says in what the site differs from the real one.
    """

    environment: str
    cluster: str
    target: str
    server: str
    commit: str | None
    plan: str | None
    began: datetime
    seconds: float
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A drill's verdicts, and the history that they rest on (with its SHA-256)."""

    drill: str
    provenance: Provenance
    verdicts: Sequence[Verdict]
    operations: Sequence[Operation]
    history_sha256: str

    @property
    def result(self) -> Result:
        """The verdict on the whole."""
        return overall(self.verdicts)

    @property
    def faults(self) -> list[Operation]:
        """What was done to the cluster."""
        return [each for each in self.operations if each.process == NEMESIS]

    @property
    def clients(self) -> list[Operation]:
        """What clients did."""
        return [each for each in self.operations if each.process != NEMESIS]

    def as_json(self) -> dict[str, Any]:
        """The content of `verdict.json`."""
        told = self.provenance
        return {
            "drill": self.drill,
            "verdict": self.result,
            "environment": told.environment,
            "cluster": told.cluster,
            "target": told.target,
            "server": told.server,
            "note": told.note,
            "commit": told.commit,
            "plan_sha256": told.plan,
            "began": told.began.isoformat(),
            "seconds": round(told.seconds, 1),
            "history_sha256": self.history_sha256,
            "operations": {name: sum(each.outcome == name for each in self.clients) for name in ("ok", "fail", "info")},
            "checks": [verdict.as_json() for verdict in self.verdicts],
            "latency": latencies.by_name(self.clients),
            "faults": [{"fault": each.name, "at_seconds": round(each.invoked / 1e9, 3)} for each in self.faults],
        }
