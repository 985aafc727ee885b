"""Transactions that append to lists and read them: what they saw tells in which order they took effect.

The idea is that of Elle (https://github.com/jepsen-io/elle): a list that is only appended to shows all its earlier
versions, so the dependencies between transactions can be read off, and a cycle among them is an anomaly that a
serializable store cannot show. The cycles are found by networkx.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drills.checkers.list_graph import cycles
from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "list-append"

Versions = Mapping[Any, Sequence[Any]]
"""The longest list that was read, by key."""


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `txn`: asked [["append", key, element], ["r", key, None]], answered with the lists filled in.

    `final` is a `txn` that reads every list. Every element is appended once in a history.
    """
    transactions = [each for each in operations if each.name in {"txn", "final"}]
    told = [each for each in transactions if each.ok]
    if not any(_appends(each) for each in told) or not any(_reads(each) for each in told):
        return untested(CHECK, "no append and read was ever acknowledged")
    finals = [each for each in told if each.name == "final"]
    if not finals:
        return untested(CHECK, "the lists were not read at the end")
    writers = {element: each for each in transactions for _, element in _appends(each)}
    versions = _versions(told)
    anomalies = [
        *_elements(told, writers),
        *_orders(told, versions),
        *_lost(told, finals[-1]),
        *_internal(told),
        *cycles(told, versions, writers),
    ]
    figures = {
        "acknowledged": len(told),
        "unknown": sum(each.outcome == "info" for each in transactions),
        "keys": len(versions),
        "longest": max((len(version) for version in versions.values()), default=0),
    }
    return judged(CHECK, f"{len(told)} transactions on {len(versions)} lists, with real time", anomalies, figures)


def _appends(operation: Operation) -> list[tuple[Any, Any]]:
    return [(key, value) for kind, key, value in operation.asked if kind == "append"]


def _reads(operation: Operation) -> list[tuple[Any, Sequence[Any]]]:
    return [(key, value) for kind, key, value in operation.answer if kind == "r"]


def _versions(told: Sequence[Operation]) -> dict[Any, Sequence[Any]]:
    longest: dict[Any, Sequence[Any]] = {}
    for operation in told:
        for key, value in _reads(operation):
            if len(value) >= len(longest.get(key, ())):
                longest[key] = value
    return longest


def _elements(told: Sequence[Operation], writers: Mapping[Any, Operation]) -> Iterator[Anomaly]:
    for operation in told:
        for key, value in _reads(operation):
            for element, count in Counter(value).items():
                writer = writers.get(element)
                if count > 1:
                    yield Anomaly("duplicate", f"{element} is {count} times in list {key}", (operation.index,))
                if writer is None or writer.outcome == "fail":
                    told_by = () if writer is None else (writer.index,)
                    yield Anomaly(
                        "phantom",
                        f"{element} in list {key} was refused or never asked for",
                        (operation.index, *told_by),
                    )
            yield from _torn(operation, key, value, writers)


def _torn(operation: Operation, key: Any, value: Sequence[Any], writers: Mapping[Any, Operation]) -> Iterator[Anomaly]:
    """A list that ends in the middle of another transaction's appends to it."""
    writer = writers.get(value[-1]) if value else None
    if writer is None or writer.index == operation.index:
        return
    own = [element for each, element in _appends(writer) if each == key]
    if own[-1] != value[-1]:
        yield Anomaly(
            "torn", f"list {key} was read between two appends of one transaction", (writer.index, operation.index)
        )


def _orders(told: Sequence[Operation], versions: Versions) -> Iterator[Anomaly]:
    for operation in told:
        for key, value in _reads(operation):
            if list(value) != list(versions[key][: len(value)]):
                yield Anomaly("incompatible order", f"list {key} was read in two orders", (operation.index,))


def _lost(told: Sequence[Operation], final: Operation) -> Iterator[Anomaly]:
    present = {(key, element) for key, value in _reads(final) for element in value}
    for operation in told:
        for key, element in _appends(operation):
            if (key, element) not in present:
                yield Anomaly(
                    "lost", f"{element} was appended to list {key} and is gone", (operation.index, final.index)
                )


def _internal(told: Sequence[Operation]) -> Iterator[Anomaly]:
    """A transaction that does not see its own appends."""
    for operation in told:
        own: dict[Any, list[Any]] = {}
        for kind, key, value in operation.answer:
            if kind == "append":
                own.setdefault(key, []).append(value)
            elif key in own and list(value[-len(own[key]) :]) != own[key]:
                yield Anomaly(
                    "internal", f"a transaction does not see what it appended to list {key}", (operation.index,)
                )
