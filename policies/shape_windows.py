"""Backups and maintenance have windows of their own."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown

_TIME = r"([01]\d|2[0-3]):([0-5]\d)"
_DAILY = re.compile(f"{_TIME}-{_TIME}")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKLY = re.compile(rf"({'|'.join(_DAYS)}):{_TIME}-({'|'.join(_DAYS)}):{_TIME}")
_DAY = 24 * 60
_WEEK = 7 * _DAY
_LEAST = 30


class Windows(ClusterPolicy):
    """Two windows of at least half an hour that do not meet."""

    id = "CKV_TDG_711"
    title = "A cluster's backup and maintenance windows are given, and do not overlap"
    category = "shape"
    why = "Windows that overlap pass the plan, and AWS refuses the cluster; where none is given AWS takes any hour."
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    fix = "Set backup.window and maintenance_window of the database to half an hour or more each, apart."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each window that is none, or one where the two overlap."""
        found = {}
        for name, read, least in _WINDOWS:
            minutes = read((stack.text(resource.get(name)) or "").lower())
            if minutes is None or len(minutes) < least:
                given = shown(resource.get(name))
                yield Violation(f"{name} is {given}, and no window of half an hour or more", attribute=name)
            else:
                found[name] = minutes
        if len(found) == 2 and set.intersection(*found.values()):
            yield Violation("backup and maintenance windows overlap", attribute="preferred_backup_window")


def _daily(text: str) -> set[int] | None:
    match = _DAILY.fullmatch(text)
    if not match:
        return None
    start, end = (int(match[index]) * 60 + int(match[index + 1]) for index in (1, 3))
    return {day * _DAY + (start + minute) % _DAY for minute in range((end - start) % _DAY) for day in range(7)}


def _weekly(text: str) -> set[int] | None:
    match = _WEEKLY.fullmatch(text)
    if not match:
        return None
    start, end = (
        _DAYS.index(match[index]) * _DAY + int(match[index + 1]) * 60 + int(match[index + 2]) for index in (1, 4)
    )
    return {(start + minute) % _WEEK for minute in range((end - start) % _WEEK)}


_WINDOWS = (("preferred_backup_window", _daily, 7 * _LEAST), ("preferred_maintenance_window", _weekly, _LEAST))

check = register(Windows)
