"""The evidence as one page that needs nothing beside it."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from drills.checkers import Verdict, latencies, outages
from drills.evidence import plots
from drills.evidence.report import Report
from drills.evidence.series import series
from drills.failover_names import FAILOVERS, READERS_DOWN, WRITES

TEMPLATE = "page.html.j2"
WORDS = {"pass": "passed", "fail": "failed", "unknown": "not proven"}


def page(report: Report) -> str:
    """The HTML page: the verdict on top, then what it rests on."""
    return _template().render(
        report=report,
        told=report.provenance,
        word=WORDS[report.result],
        words=WORDS,
        cards=list(_cards(report)),
        checks=[_check(verdict) for verdict in report.verdicts],
        plots=_plots(report),
        latency=latencies.by_name(report.clients),
    )


def _cards(report: Report) -> Iterator[tuple[str, str]]:
    """The numbers that a reader looks for first: what it is, and how much."""
    clients = report.clients
    if clients:
        yield "acknowledged", f"{sum(each.ok for each in clients):,}"
        yield "outcome unknown", f"{sum(each.outcome == 'info' for each in clients):,}"
    if clients:
        yield "lost, doubled or torn", f"{sum(len(verdict.anomalies) for verdict in report.verdicts):,}"
    if report.faults:
        yield "faults", f"{len(report.faults)}"
    for verdict in report.verdicts:
        if verdict.check == outages.CHECK and "p95_seconds" in verdict.figures:
            yield "write outage, p95", f"{verdict.figures['p95_seconds']:.2f} s"
        if verdict.check == "staleness" and "p99_seconds" in verdict.figures:
            yield "reader staleness, p99", f"{verdict.figures['p99_seconds'] * 1000:.0f} ms"


def _check(verdict: Verdict) -> dict[str, Any]:
    return {
        "name": verdict.check,
        "result": verdict.result,
        "note": verdict.note,
        "figures": {name.replace("_", " "): _number(value) for name, value in verdict.figures.items()},
        "anomalies": verdict.anomalies[:5],
        "more": max(0, len(verdict.anomalies) - 5),
    }


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"


def _plots(report: Report) -> list[Mapping[str, str]]:
    """Each plot twice, for narrow and wide screens."""
    found: list[Mapping[str, str]] = []
    over_time = series(report.clients)
    if over_time:
        sizes = {size: plots.timeline(over_time, report.faults, width=width) for size, width in _SIZES.items()}
        found.append({"title": "Throughput and latency", "text": _marks(report), **sizes})
    around = outages.outages(report.operations, WRITES, FAILOVERS | READERS_DOWN)
    outage = [each for each in around if each.fault in FAILOVERS]
    limits = [
        float(each.figures["limit_seconds"]) for each in report.verdicts if each.check == outages.CHECK and each.figures
    ]
    if limits and any(each.seconds for each in outage):
        drawn = {size: plots.outage_histogram(outage, limits[0], width=width) for size, width in _SIZES.items()}
        found.append({"title": "Write outages", "text": f"The objective is {limits[0]:g} s.", **drawn})
    return found


_SIZES = {"narrow": plots.NARROW, "wide": plots.WIDE}


def _marks(report: Report) -> str:
    kinds: dict[str, int] = {}
    for fault in report.faults:
        kinds[fault.name] = kinds.get(fault.name, 0) + 1
    named = ", ".join(f"{count} of {name}" for name, count in kinds.items())
    return f"Each line is a fault: {named}." if named else "No fault was made."


@cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent)
    return Environment(
        loader=folder, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template(TEMPLATE)
