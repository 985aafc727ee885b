"""How old what a reader shows is. It is measured, and not judged: the reader endpoint promises nothing.

Jepsen shows what readers of RDS clusters do: https://jepsen.io/analyses/mysql-8.0.34 and
https://jepsen.io/analyses/amazon-rds-for-postgresql-17.4 (checked 2026-11-25).
"""

from bisect import bisect_right
from collections.abc import Sequence

import numpy

from drills.history import Operation

QUANTILES = (50, 95, 99, 100)


def staleness(operations: Sequence[Operation]) -> list[float]:
    """Seconds for each `look` (answer: the number of the last beat that is seen) behind the acknowledged `beat`s.

    A look is stale from the moment at which the beat after the one that it saw was acknowledged.
    """
    beats = sorted(
        (each.asked, each.returned) for each in operations if each.name == "beat" and each.ok and each.returned
    )
    numbers = [number for number, _ in beats]
    looks = [each for each in operations if each.name == "look" and each.ok and each.answer is not None]
    found = []
    for look in looks:
        after = bisect_right(numbers, look.answer)
        missed = beats[after][1] if after < len(beats) else look.invoked
        found.append(max(0, look.invoked - missed) / 1e9)
    return found


def figures(operations: Sequence[Operation]) -> dict[str, float | int]:
    """Quantiles of the staleness in seconds, and the number of reads; no quantile where there was none."""
    found = staleness(operations)
    if not found:
        return {"reads": 0}
    values = numpy.percentile(found, QUANTILES)
    named = {f"p{quantile}_seconds": round(float(value), 4) for quantile, value in zip(QUANTILES, values, strict=True)}
    return {"reads": len(found), **named}
