"""What a server tells of itself under the names, and in the units, of CloudWatch.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.data_plane.servers.options import DATA

WINDOW_SECONDS = 1.0
_RATES = {
    "ReadIOPS": "Innodb_data_reads",
    "WriteIOPS": "Innodb_data_writes",
    "ReadThroughput": "Innodb_data_read",
    "WriteThroughput": "Innodb_data_written",
}
COUNTERS = tuple(_RATES.values())


@dataclass(frozen=True, slots=True)
class Sample:
    """Counters at a moment: seconds of `time.monotonic`, processor ticks, and the server's own."""

    at: float
    ticks: int
    counters: Mapping[str, float]


class Meter:
    """Turns counters that only grow into rates over the last second or a little more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: Sample | None = None
        self._rates: dict[str, float] = {}

    def read(self, sample: Sample) -> Mapping[str, float]:
        """The metrics now; those that are rates are missing until there are two samples of one server."""
        before = self._before
        if before is None or sample.ticks < before.ticks:
            self._before, self._rates = sample, {}
        elif sample.at - before.at >= WINDOW_SECONDS:
            self._before, self._rates = sample, _rates(before, sample)
        return {**self._rates, **_sizes(self._folder / DATA)}


def _rates(before: Sample, after: Sample) -> dict[str, float]:
    seconds = after.at - before.at
    processors = os.sysconf("SC_CLK_TCK") * (os.cpu_count() or 1)
    grown = {name: after.counters[counter] - before.counters[counter] for name, counter in _RATES.items()}
    return {
        "CPUUtilization": 100.0 * (after.ticks - before.ticks) / processors / seconds,
        **{name: max(value, 0.0) / seconds for name, value in grown.items()},
    }


def _sizes(data: Path) -> dict[str, float]:
    logs = sum(log.stat().st_size for log in data.glob("binlog.[0-9]*"))
    return {"BinLogDiskUsage": float(logs), "FreeStorageSpace": float(shutil.disk_usage(data).free)}
