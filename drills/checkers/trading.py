"""Trading: orders that are placed, amended, filled and cancelled, and the positions that follow from the fills."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "trading"
WRITES = ("place", "amend", "fill", "cancel")


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `place`, `amend`, `fill`, `cancel` and `final`.

    `place` asks for {id, account, symbol, side, quantity}, `amend` {id, order, quantity}, `fill` {id, order, quantity},
    `cancel` {id, order}. `final` answers {orders: [[id, account, symbol, side, quantity, filled, status]],
    fills: [[id, order, quantity]], positions: [[account, symbol, quantity]]}.
    """
    finals = [each for each in operations if each.name == "final" and each.ok]
    writes = [each for each in operations if each.name in WRITES]
    acknowledged = [each for each in writes if each.ok]
    if not finals:
        return untested(CHECK, "the orders were not read at the end")
    if not any(each.name == "place" for each in acknowledged) or not any(each.name == "fill" for each in acknowledged):
        return untested(CHECK, "no order was both placed and filled")
    final = finals[-1]
    anomalies = [*_placed(writes, final), *_fills(writes, final), *_cancelled(acknowledged, final), *_sums(final)]
    figures: dict[str, int] = {name: sum(each.name == name for each in acknowledged) for name in WRITES}
    figures["unknown"] = sum(each.outcome == "info" for each in writes)
    return judged(CHECK, f"{len(acknowledged)} acknowledged writes against the last read", anomalies, figures)


def _placed(writes: Sequence[Operation], final: Operation) -> Iterator[Anomaly]:
    tried = {each.asked["id"]: each for each in writes if each.name == "place" and each.outcome != "fail"}
    taken = Counter(order[0] for order in final.answer["orders"])
    for place in (each for each in writes if each.name == "place" and each.ok):
        if place.asked["id"] not in taken:
            yield Anomaly("lost", f"order {place.asked['id']} was acknowledged and is gone", (place.index, final.index))
    for identifier, account, symbol, side, *_ in final.answer["orders"]:
        if taken[identifier] > 1:
            yield Anomaly("duplicate", f"order {identifier} is there {taken[identifier]} times", (final.index,))
        if identifier not in tried:
            yield Anomaly("phantom", f"order {identifier} was refused or never asked for", (final.index,))
        elif [tried[identifier].asked[key] for key in ("account", "symbol", "side")] != [account, symbol, side]:
            yield Anomaly("torn", f"order {identifier} is not what was asked for", (final.index,))


def _fills(writes: Sequence[Operation], final: Operation) -> Iterator[Anomaly]:
    tried = {each.asked["id"] for each in writes if each.name == "fill" and each.outcome != "fail"}
    filled = Counter(fill[0] for fill in final.answer["fills"])
    for fill in (each for each in writes if each.name == "fill" and each.ok):
        if fill.asked["id"] not in filled:
            yield Anomaly("lost", f"fill {fill.asked['id']} was acknowledged and is gone", (fill.index, final.index))
    for identifier, count in filled.items():
        if count > 1:
            yield Anomaly("duplicate", f"fill {identifier} is there {count} times", (final.index,))
        if identifier not in tried:
            yield Anomaly("phantom", f"fill {identifier} was refused or never asked for", (final.index,))


def _cancelled(acknowledged: Sequence[Operation], final: Operation) -> Iterator[Anomaly]:
    status = {order[0]: order[6] for order in final.answer["orders"]}
    for cancel in (each for each in acknowledged if each.name == "cancel"):
        if status.get(cancel.asked["order"]) != "cancelled":
            yield Anomaly(
                "lost", f"order {cancel.asked['order']} was cancelled and is not", (cancel.index, final.index)
            )


def _sums(final: Operation) -> Iterator[Anomaly]:
    by_order: Counter[Any] = Counter()
    expected: Counter[Any] = Counter()
    for _, order, quantity in final.answer["fills"]:
        by_order[order] += quantity
    for identifier, account, symbol, side, quantity, filled, _ in final.answer["orders"]:
        expected[account, symbol] += by_order[identifier] * (1 if side == "buy" else -1)
        if filled != by_order[identifier]:
            yield Anomaly(
                "torn", f"order {identifier} says {filled} filled, its fills {by_order[identifier]}", (final.index,)
            )
        if filled > quantity:
            yield Anomaly("negative", f"order {identifier} of {quantity} has {filled} filled", (final.index,))
    actual = {(account, symbol): quantity for account, symbol, quantity in final.answer["positions"]}
    for position in sorted(expected.keys() | actual.keys()):
        if actual.get(position, 0) != expected[position]:
            yield Anomaly(
                "torn",
                f"position {position} is {actual.get(position, 0)}, the fills make {expected[position]}",
                (final.index,),
            )
