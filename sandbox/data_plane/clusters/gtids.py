"""Sets of global transaction identifiers, compared without asking a server."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Source = tuple[str, str]
"""A server's UUID, and the tag (empty for most)."""
Interval = tuple[int, int]
"""First and last number, both of the set."""


@dataclass(frozen=True, slots=True)
class GtidSet:
    """What a server has received or executed; the same as the text of `gtid_executed`."""

    intervals: dict[Source, tuple[Interval, ...]] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "GtidSet":
        """Reads the server's text: `uuid:1-5:7, uuid:tag:1`. Raises ValueError."""
        found: dict[Source, list[Interval]] = {}
        for part in "".join(text.split()).split(","):
            for source, interval in _numbers(part):
                found.setdefault(source, []).append(interval)
        return cls({source: _merged(numbers) for source, numbers in found.items()})

    @classmethod
    def of(cls, transactions: Iterable[tuple[Source, int]]) -> "GtidSet":
        """The set of single transactions."""
        found: dict[Source, list[Interval]] = {}
        for source, number in transactions:
            intervals = found.setdefault(source, [])
            if intervals and intervals[-1][1] + 1 == number:
                intervals[-1] = (intervals[-1][0], number)
            else:
                intervals.append((number, number))
        return cls({source: _merged(numbers) for source, numbers in found.items()})

    def __or__(self, other: "GtidSet") -> "GtidSet":
        sources = self.intervals.keys() | other.intervals.keys()
        return GtidSet(
            {source: _merged([*self.intervals.get(source, ()), *other.intervals.get(source, ())]) for source in sources}
        )

    def __and__(self, other: "GtidSet") -> "GtidSet":
        shared = {
            source: _merged(_overlaps(intervals, other.intervals[source]))
            for source, intervals in self.intervals.items()
            if source in other.intervals
        }
        return GtidSet({source: intervals for source, intervals in shared.items() if intervals})

    def __ge__(self, other: "GtidSet") -> bool:
        return all(
            any(mine[0] <= first and last <= mine[1] for mine in self.intervals.get(source, ()))
            for source, intervals in other.intervals.items()
            for first, last in intervals
        )

    def __contains__(self, transaction: tuple[Source, int]) -> bool:
        source, number = transaction
        return any(first <= number <= last for first, last in self.intervals.get(source, ()))

    def __len__(self) -> int:
        return sum(last - first + 1 for intervals in self.intervals.values() for first, last in intervals)

    def __str__(self) -> str:
        return ",".join(_text(source, intervals) for source, intervals in sorted(self.intervals.items()))


def _numbers(part: str) -> Iterator[tuple[Source, Interval]]:
    uuid, *rest = part.split(":")
    tag = ""
    for token in rest:
        if not token[0].isdigit():
            tag = token.lower()
            continue
        first, _, last = token.partition("-")
        yield (uuid.lower(), tag), (int(first), int(last or first))


def _merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for first, last in sorted(intervals):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def _overlaps(mine: Iterable[Interval], theirs: Iterable[Interval]) -> Iterator[Interval]:
    others = list(theirs)
    for first, last in mine:
        for start, end in others:
            if max(first, start) <= min(last, end):
                yield max(first, start), min(last, end)


def _text(source: Source, intervals: tuple[Interval, ...]) -> str:
    numbers = [str(first) if first == last else f"{first}-{last}" for first, last in intervals]
    return ":".join([*(part for part in source if part), *numbers])
