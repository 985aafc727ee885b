"""Verdicts of a drill as findings, at the line of the spec that promises what was checked."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from drills.checkers import Verdict
from drills.evidence import Report
from generator.drilling import rules
from generator.findings import Finding
from generator.spec.document import Document, dotted

OBJECTIVES: Mapping[str, str] = {
    "outage": "failover_seconds",
    "write latency": "write_latency_ms",
    "read latency": "read_latency_ms",
}
"""The objective of the spec that a check is held against; all others belong to the database as a whole."""


def findings_of(report: Report, page: Path, document: Document) -> Iterator[Finding]:
    """A finding for each check that did not pass. `page` is the evidence, as a reader can open it."""
    for verdict in report.verdicts:
        if verdict.result != "pass":
            yield _finding(report, verdict, page, document)


def _finding(report: Report, verdict: Verdict, page: Path, document: Document) -> Finding:
    rule = rules.BROKEN if verdict.result == "fail" else rules.UNPROVEN
    objective = OBJECTIVES.get(verdict.check)
    path: tuple[str | int, ...] = ("databases", report.provenance.cluster)
    if objective:
        path += ("objectives", objective)
    position = document.position(path) if objective else document.key_position(path)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"{report.drill} drill, {verdict.check}: {_said(verdict)}",
        fix=f"see {page}",
        source=rule.source,
        file=document.file,
        line=position.line,
        column=position.column,
        path=dotted(path),
    )


def _said(verdict: Verdict) -> str:
    if not verdict.anomalies:
        return verdict.note
    first, more = verdict.anomalies[0], len(verdict.anomalies) - 1
    return f"{first.kind}: {first.message}" + (f" (and {more} more)" if more else "")
