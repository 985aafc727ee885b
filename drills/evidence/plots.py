"""Plots as SVG for a page with light and dark colours: the page's own, by the names of its CSS variables."""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from drills.checkers.outages import Outage
from drills.evidence.series import Series
from drills.history import Operation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {
    "#010101": "var(--ink)",
    "#020202": "var(--faint)",
    "#030303": "var(--line)",
    "#040404": "var(--first)",
    "#050505": "var(--second)",
    "#060606": "var(--fault)",
}
"""Colours that matplotlib is told, and what the page makes of them."""
INK, FAINT, LINE, FIRST, SECOND, FAULT = COLOURS
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.edgecolor": LINE,
    "axes.labelcolor": FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "text.color": INK,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.labelcolor": FAINT,
}
NARROW, WIDE = 4.4, 10.0
"""Widths in inches: a phone's screen and a desk's, at which text of nine points has its own size."""


def timeline(found: Series, faults: Sequence[Operation], *, width: float) -> str:
    """Throughput above latency, with each fault as a line through both."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({**SETTINGS, "svg.hashsalt": f"timeline-{width}"}):
        figure = Figure(figsize=(width, 4.4), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True)
        above.fill_between(found.middles, found.writes, color=FIRST, alpha=0.18, linewidth=0)
        above.plot(found.middles, found.writes, color=FIRST, linewidth=1.4, label="writes")
        above.plot(found.middles, found.reads, color=SECOND, linewidth=1.1, label="reads")
        above.set_ylabel("acknowledged / s")
        above.set_ylim(bottom=0)
        below.plot(found.middles, found.p99, color=SECOND, linewidth=1.1, label="p99")
        below.plot(found.middles, found.p50, color=FIRST, linewidth=1.4, label="p50")
        _logarithmic(below)
        below.set_ylabel("latency, ms")
        below.set_xlabel("seconds since the drill began")
        for axes in (above, below):
            _dress(axes, faults)
        return _svg(figure)


def outage_histogram(found: Sequence[Outage], limit_seconds: float, *, width: float) -> str:
    """How many outages were how long, and the objective where it is near enough to be seen."""
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    seconds = [each.seconds for each in found if each.seconds is not None]
    with matplotlib.rc_context({**SETTINGS, "svg.hashsalt": f"outages-{width}"}):
        figure = Figure(figsize=(width, 2.4), layout="constrained")
        axes = figure.subplots()
        axes.hist(seconds, bins=min(24, max(6, len(seconds))), color=FIRST, alpha=0.75, rwidth=0.92)
        axes.set_xlabel("seconds without an acknowledged write")
        axes.set_ylabel("faults")
        axes.set_xlim(left=0)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        if limit_seconds <= 2 * max(seconds):
            axes.axvline(limit_seconds, color=FAULT, linewidth=1.2, linestyle="--")
        return _svg(figure)


def _logarithmic(axes: "Axes") -> None:
    """A logarithmic axis with numbers as people write them."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())


def _dress(axes: "Axes", faults: Sequence[Operation]) -> None:
    axes.grid(axis="y")
    axes.margins(x=0)
    for fault in faults:
        axes.axvline(fault.invoked / 1e9, color=FAULT, linewidth=0.9, alpha=0.8)
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.98), ncols=2, borderaxespad=0, handlelength=1.2)


def _svg(figure: "Figure") -> str:
    """The figure as an element for a page: no XML header, no metadata, no fixed size, the page's colours."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    for told, meant in COLOURS.items():
        text = text.replace(told, meant)
    return re.sub(r"\s*\n\s*", "\n", text)
