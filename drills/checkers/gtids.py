"""Sets of global transaction ids: whether servers have the same, and whether what was acknowledged is in them, once.

The syntax, with the tags of MySQL 8.3 and later:
https://dev.mysql.com/doc/refman/8.4/en/replication-gtids-concepts.html (checked 2026-11-25).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "gtid"
Source = tuple[str, str]
"""A server's UUID and a tag, which is empty for most."""


@dataclass(frozen=True, slots=True)
class GtidSet:
    """Transactions by where they came from: disjoint intervals, both ends included, in order."""

    intervals: Mapping[Source, tuple[tuple[int, int], ...]]

    @classmethod
    def parsed(cls, text: str) -> "GtidSet":
        """The set that `text` stands for. Raises ValueError where it is none."""
        found: dict[Source, list[tuple[int, int]]] = {}
        for part in filter(None, (each.strip() for each in text.replace("\n", "").split(","))):
            uuid, *fields = part.split(":")
            tag = ""
            for field in fields:
                if field[:1].isdigit():
                    first, _, last = field.partition("-")
                    found.setdefault((uuid.lower(), tag), []).append((int(first), int(last or first)))
                elif field:
                    tag = field.lower()
                else:
                    raise ValueError(f"{part!r} is no set of GTIDs")
            if not fields:
                raise ValueError(f"{part!r} is no set of GTIDs")
        return cls({source: _merged(intervals) for source, intervals in found.items()})

    def __contains__(self, gtid: object) -> bool:
        ((source, ((number, _),)),) = GtidSet.parsed(str(gtid)).intervals.items()
        return any(first <= number <= last for first, last in self.intervals.get(source, ()))

    def count(self) -> int:
        """How many transactions are in the set."""
        return sum(last - first + 1 for intervals in self.intervals.values() for first, last in intervals)


def check(operations: Sequence[Operation], executed: Mapping[str, str]) -> Verdict:
    """Whether all servers (by name, with their `gtid_executed`) have the same set, with every acknowledged commit.

    A server that lost what it had executed gives the same ids out again, so no two commits may have the same.
    """
    if len(executed) < 2:
        return untested(CHECK, f"{len(executed)} servers told what they executed")
    sets = {name: GtidSet.parsed(text) for name, text in executed.items()}
    acknowledged = [each for each in operations if each.ok and each.gtid]
    anomalies = [*_different(sets), *_missing(acknowledged, sets), *_reused(acknowledged)]
    figures = {"acknowledged": len(acknowledged), "transactions": max(each.count() for each in sets.values())}
    return judged(
        CHECK, f"{len(sets)} servers, {len(acknowledged)} acknowledged commits with a GTID", anomalies, figures
    )


def _different(sets: Mapping[str, GtidSet]) -> Iterator[Anomaly]:
    first, *others = sets
    for other in others:
        if sets[other] != sets[first]:
            yield Anomaly("diverged", f"{other} and {first} have not executed the same transactions")


def _missing(acknowledged: Sequence[Operation], sets: Mapping[str, GtidSet]) -> Iterator[Anomaly]:
    for operation in acknowledged:
        for name, executed in sets.items():
            if operation.gtid not in executed:
                yield Anomaly("lost", f"{operation.gtid} was acknowledged and is not on {name}", (operation.index,))


def _reused(acknowledged: Sequence[Operation]) -> Iterator[Anomaly]:
    first: dict[str | None, Operation] = {}
    for operation in acknowledged:
        if operation.gtid in first:
            both = (first[operation.gtid].index, operation.index)
            yield Anomaly("reused", f"{operation.gtid} was acknowledged for two commits", both)
        first.setdefault(operation.gtid, operation)


def _merged(intervals: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(intervals):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)
