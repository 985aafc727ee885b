"""A bank: transfers move money between accounts, and the total is the same in every read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "bank"


def check(operations: Sequence[Operation]) -> Verdict:
    """Judges `open`, `transfer`, `read` and `final`.

    `open` asks for {account: balance}; `transfer` for {id, from, to, amount}; `read` answers {account: balance};
    `final` answers {balances: {account: balance}, transfers: [id]}.
    """
    opened = [each for each in operations if each.name == "open" and each.ok]
    finals = [each for each in operations if each.name == "final" and each.ok]
    transfers = [each for each in operations if each.name == "transfer"]
    acknowledged = sum(each.ok for each in transfers)
    if not (opened and finals):
        return untested(CHECK, "the accounts were not opened, or not read at the end")
    if not acknowledged:
        return untested(CHECK, "no transfer was ever acknowledged")
    opening: Mapping[str, int] = opened[0].asked
    reads = [(each, each.answer) for each in operations if each.name == "read" and each.ok]
    reads += [(each, each.answer["balances"]) for each in finals]
    anomalies = [each for read, balances in reads for each in _balances(read, balances, opening)]
    anomalies += _ledger(transfers, finals[-1], opening)
    figures = {
        "acknowledged": acknowledged,
        "unknown": sum(each.outcome == "info" for each in transfers),
        "reads": len(reads),
        "total": sum(opening.values()),
    }
    return judged(CHECK, f"{len(reads)} reads of all balances, {acknowledged} transfers", anomalies, figures)


def _balances(read: Operation, balances: Mapping[str, int], opening: Mapping[str, int]) -> Iterator[Anomaly]:
    total, expected = sum(balances.values()), sum(opening.values())
    if total != expected:
        yield Anomaly("torn", f"the accounts hold {total}, and {expected} was paid in", (read.index,))
    for account, balance in balances.items():
        if balance < 0:
            yield Anomaly("negative", f"account {account} is at {balance}", (read.index,))


def _ledger(transfers: Sequence[Operation], final: Operation, opening: Mapping[str, int]) -> Iterator[Anomaly]:
    applied = Counter(final.answer["transfers"])
    by_id = {each.asked["id"]: each for each in transfers}
    for transfer in transfers:
        if transfer.ok and transfer.asked["id"] not in applied:
            yield Anomaly(
                "lost", f"transfer {transfer.asked['id']} was acknowledged and is gone", (transfer.index, final.index)
            )
    for identifier, count in applied.items():
        known = by_id.get(identifier)
        if count > 1:
            yield Anomaly("duplicate", f"transfer {identifier} is there {count} times", (final.index,))
        if known is None or known.outcome == "fail":
            yield Anomaly(
                "phantom", f"transfer {identifier} is there, and was refused or never asked for", (final.index,)
            )
    yield from _recomputed(by_id, applied, final, opening)


def _recomputed(
    by_id: Mapping[str, Operation], applied: Counter[str], final: Operation, opening: Mapping[str, int]
) -> Iterator[Anomaly]:
    expected = Counter(opening)
    for identifier in applied.elements():
        if identifier in by_id:
            asked = by_id[identifier].asked
            expected[asked["from"]] -= asked["amount"]
            expected[asked["to"]] += asked["amount"]
    for account, balance in final.answer["balances"].items():
        if balance != expected[account]:
            yield Anomaly(
                "torn", f"account {account} is at {balance}, its transfers make {expected[account]}", (final.index,)
            )
