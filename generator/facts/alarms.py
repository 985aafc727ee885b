"""The alarms of a database: one for each metric of its members, and two on its logs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

_FILE = Path(__file__).with_name("alarms.yaml")

PERIOD_SECONDS = 60
"""RDS reports once a minute; AWS recommends no other period for any of the alarms."""

Missing = Literal["breaching", "missing", "notBreaching"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A fixed `share`, or, where `of` is given, that share of what the database has or promises."""

    share: float
    of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """How a metric is watched.

    `name` is the alarm's in kebab case; `above` tells on which side of the threshold it goes off. `log` and
    `pattern` are given for a metric that counts lines of an exported log. `source` is a URL, and `basis` whether
    AWS recommends the alarm or Tidegate judged. `runbook` says what to do (`modules/runbooks`).
    """

    metric: str
    name: str
    above: bool
    threshold: Threshold
    statistic: str
    datapoints: int
    missing: Missing
    severity: Literal["page", "notice"]
    basis: Literal["recommended", "judgement"]
    why: str
    runbook: str
    source: str
    log: str | None = None
    pattern: str | None = None


def alarms() -> tuple[Alarm, ...]:
    """All alarms, those on the members' metrics first, in the order of `alarms.yaml`."""
    return _alarms()


def alarm_metrics() -> frozenset[str]:
    """The metric names that a spec's `alarms` may set a threshold for."""
    return frozenset(alarm.metric for alarm in _alarms())


def function_alarms() -> tuple[Alarm, ...]:
    """The alarms on the function that rotates secrets, where there is one."""
    return _of((("functions", "functions"),))


@cache
def _alarms() -> tuple[Alarm, ...]:
    return _of((("members", "metrics"), ("logs", "logs")))


def _of(kinds: tuple[tuple[str, str], ...]) -> tuple[Alarm, ...]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    facts = yaml.load(_FILE.read_bytes(), loader)
    return tuple(
        _alarm(metric, each, facts["sources"]["recommended" if each["basis"] == "recommended" else source])
        for kind, source in kinds
        for metric, each in facts[kind].items()
    )


def _alarm(metric: str, facts: Mapping[str, Any], source: str) -> Alarm:
    above = "above" in facts
    bound = facts["above" if above else "below"]
    threshold = Threshold(bound["share"], bound["of"]) if "of" in bound else Threshold(bound["value"])
    rest = {key: value for key, value in facts.items() if key not in ("above", "below")}
    return Alarm(metric=metric, above=above, threshold=threshold, source=source, **rest)
