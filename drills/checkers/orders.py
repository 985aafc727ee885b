"""Orders with a number of the client's own: tried again until it is known that each was taken, exactly once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "orders"


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `stock`, `order` and `final`.

    `stock` asks for {item: quantity}; `order` for {id, item, quantity}, the same id in each attempt; `final`
    answers {orders: [[id, item, quantity]], stock: {item: quantity}}.
    """
    stocked = [each for each in operations if each.name == "stock" and each.ok]
    finals = [each for each in operations if each.name == "final" and each.ok]
    attempts = [each for each in operations if each.name == "order"]
    acknowledged = {each.asked["id"] for each in attempts if each.ok}
    if not (stocked and finals):
        return untested(CHECK, "the stock was not made, or not read at the end")
    if not acknowledged:
        return untested(CHECK, "no order was ever acknowledged")
    final = finals[-1]
    anomalies = [*_taken(attempts, acknowledged, final), *_stock(stocked[0].asked, final)]
    figures = {
        "orders": len({each.asked["id"] for each in attempts}),
        "acknowledged": len(acknowledged),
        "attempts": len(attempts),
        "unknown": sum(each.outcome == "info" for each in attempts),
    }
    return judged(CHECK, f"{len(acknowledged)} acknowledged orders in {len(attempts)} attempts", anomalies, figures)


def _taken(attempts: Sequence[Operation], acknowledged: set[str], final: Operation) -> Iterator[Anomaly]:
    taken = Counter(order[0] for order in final.answer["orders"])
    asked: dict[str, list[Operation]] = {}
    for attempt in attempts:
        asked.setdefault(attempt.asked["id"], []).append(attempt)
    for identifier in sorted(acknowledged - taken.keys()):
        yield Anomaly(
            "lost",
            f"order {identifier} was acknowledged and is gone",
            (*(each.index for each in asked[identifier]), final.index),
        )
    for identifier, count in taken.items():
        if count > 1:
            yield Anomaly("duplicate", f"order {identifier} was taken {count} times", (final.index,))
    for identifier, item, quantity in final.answer["orders"]:
        tried = [each for each in asked.get(identifier, []) if each.outcome != "fail"]
        if not tried:
            yield Anomaly("phantom", f"order {identifier} is there, and was refused or never asked for", (final.index,))
        elif (tried[0].asked["item"], tried[0].asked["quantity"]) != (item, quantity):
            yield Anomaly("torn", f"order {identifier} is not what was asked for", (tried[0].index, final.index))


def _stock(initial: Mapping[str, int], final: Operation) -> Iterator[Anomaly]:
    expected = Counter(initial)
    for _, item, quantity in final.answer["orders"]:
        expected[item] -= quantity
    for item, left in final.answer["stock"].items():
        if left != expected[item]:
            yield Anomaly("torn", f"{left} of {item} are left, the orders leave {expected[item]}", (final.index,))
        if left < 0:
            yield Anomaly("negative", f"{left} of {item} are left", (final.index,))
