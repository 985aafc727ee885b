"""Where things are, and where their descriptions point to, against the regions of a jurisdiction."""

from collections.abc import Iterator, Sequence

from drills.checkers.verdict import Anomaly, Verdict, judged, untested
from drills.history import Operation

CHECK = "residency"
DENIED = "denied"


def check(operations: Sequence[Operation], regions: Sequence[str]) -> Verdict:
    """Judges `list`: asked {region, list}, answered with [{what, region, names: regions}].

    A list that is denied outside the jurisdiction has nothing to show; any other that failed leaves a doubt.
    """
    lists = [each for each in operations if each.name == "list"]
    things = [thing for each in lists if each.ok for thing in each.answer]
    if not any(thing["region"] in regions for thing in things):
        return untested(CHECK, "nothing was found inside the jurisdiction, where the cell must be")
    anomalies = [each for operation in lists if operation.ok for each in _outside(operation, regions)]
    doubts = [each for each in lists if not each.ok and not _closed(each, regions)]
    if doubts and not anomalies:
        first = doubts[0]
        where = f"{first.asked['list']} in {first.asked['region']}: {first.error}"
        return untested(CHECK, f"{len(doubts)} lists could not be read, {where}")
    denied = sum(each.error == DENIED for each in lists)
    figures = {"things": len(things), "lists": len(lists), "denied": denied}
    return judged(CHECK, f"{len(things)} things in {len(lists)} lists of all regions", anomalies, figures)


def _closed(operation: Operation, regions: Sequence[str]) -> bool:
    """Whether the list is one of a region outside that the account is kept out of."""
    return operation.error == DENIED and operation.asked["region"] not in regions


def _outside(operation: Operation, regions: Sequence[str]) -> Iterator[Anomaly]:
    for thing in operation.answer:
        if thing["region"] not in regions:
            yield Anomaly("outside", f"{thing['what']} is in {thing['region']}", (operation.index,))
        for named in thing["names"]:
            if named not in regions and thing["region"] in regions:
                yield Anomaly("leads outside", f"{thing['what']} names {named}", (operation.index,))
