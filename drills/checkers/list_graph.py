"""The graph of dependencies between transactions on lists, and the cycles in it.

Kinds of anomalies after Adya: https://pmg.csail.mit.edu/papers/adya-phd.pdf (checked 2026-11-25).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import networkx

from drills.checkers.verdict import Anomaly
from drills.history import Operation

LAYERS = (
    ("G0", frozenset({"ww"})),
    ("G1c", frozenset({"ww", "wr"})),
    ("G2", frozenset({"ww", "wr", "rw"})),
    ("stale", frozenset({"ww", "wr", "rw", "real time"})),
)
"""What a cycle of these dependencies is called; the first that has one is named."""

Edge = tuple[Any, Any, str]


def cycles(
    told: Sequence[Operation], versions: Mapping[Any, Sequence[Any]], writers: Mapping[Any, Operation]
) -> Iterator[Anomaly]:
    """A cycle for each group of transactions that no order explains, under the name of the weakest that has it."""
    edges = [*_dependencies(told, versions, writers), *_real_time(told)]
    blamed: set[Any] = set()
    for name, kinds in LAYERS:
        graph = networkx.DiGraph()
        graph.add_edges_from((start, end) for start, end, kind in edges if kind in kinds)
        for group in networkx.strongly_connected_components(graph):
            if len(group) < 2 or group & blamed:
                continue
            blamed |= group
            cycle = [start for start, _ in networkx.find_cycle(graph.subgraph(group))]
            members = tuple(each for each in cycle if isinstance(each, int))
            yield Anomaly(name, f"{len(members)} transactions each had to be before the next", members)


def _dependencies(
    told: Sequence[Operation], versions: Mapping[Any, Sequence[Any]], writers: Mapping[Any, Operation]
) -> Iterator[Edge]:
    for version in versions.values():
        for earlier, later in pairwise(version):
            yield from _between(writers.get(earlier), writers.get(later), "ww")
    for operation in told:
        for kind, key, value in operation.answer:
            if kind != "r":
                continue
            others = [element for element in value if writers.get(element) is not operation]
            if others:
                yield from _between(writers.get(others[-1]), operation, "wr")
            following = versions[key][len(value) : len(value) + 1]
            if following:
                yield from _between(operation, writers.get(following[0]), "rw")


def _between(first: Operation | None, second: Operation | None, kind: str) -> Iterator[Edge]:
    if first is not None and second is not None and first.index != second.index:
        yield first.index, second.index, kind


def _real_time(told: Sequence[Operation]) -> Iterator[Edge]:
    """What returned before another was invoked comes before it: by way of one node for each return, in a chain."""
    moments = [(each.invoked, 1, each.index) for each in told]
    moments += [(each.returned, 0, each.index) for each in told if each.returned is not None]
    latest: tuple[str, int] | None = None
    for moment, invoked, index in sorted(moments):
        if invoked:
            if latest is not None:
                yield latest, index, "real time"
            continue
        node = ("by", moment)
        yield index, node, "real time"
        if latest is not None and latest != node:
            yield latest, node, "real time"
        latest = node
