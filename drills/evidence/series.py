"""Histories as series over time, for plots."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from drills.history import Operation

BINS = 150
LEAST_SECONDS = 0.25
READS = frozenset({"read", "look", "risk", "final", "r"})


@dataclass(frozen=True, slots=True)
class Series:
    """Per bin: its middle in seconds, acknowledged writes and reads a second, and latencies in milliseconds."""

    middles: NDArray[numpy.float64]
    writes: NDArray[numpy.float64]
    reads: NDArray[numpy.float64]
    p50: NDArray[numpy.float64]
    p99: NDArray[numpy.float64]


def series(operations: Sequence[Operation]) -> Series | None:
    """The series of what was acknowledged; None where nothing was."""
    done = [each for each in operations if each.ok and each.returned is not None and each.name != "final"]
    if not done:
        return None
    ends = numpy.array([(each.returned or 0) / 1e9 for each in done])
    took = numpy.array([(each.seconds or 0.0) * 1000 for each in done])
    is_read = numpy.array([each.name in READS for each in done])
    width = max(LEAST_SECONDS, float(ends.max()) / BINS)
    edges = numpy.arange(0.0, float(ends.max()) + width, width)
    edges = edges if len(edges) > 1 else numpy.array([0.0, width])
    place = numpy.digitize(ends, edges) - 1
    bins = range(len(edges) - 1)
    return Series(
        middles=edges[:-1] + width / 2,
        writes=numpy.histogram(ends[~is_read], edges)[0] / width,
        reads=numpy.histogram(ends[is_read], edges)[0] / width,
        p50=numpy.array([_quantile(took[place == each], 50) for each in bins]),
        p99=numpy.array([_quantile(took[place == each], 99) for each in bins]),
    )


def _quantile(values: NDArray[numpy.float64], quantile: float) -> float:
    """The percentile, or a gap in the line where nothing was acknowledged."""
    return float(numpy.percentile(values, quantile)) if len(values) else float("nan")
