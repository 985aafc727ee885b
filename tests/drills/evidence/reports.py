"""Reports of drills that never were, with histories that look like real ones."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from drills.checkers import Anomaly, Verdict, judged, outages, untested
from drills.evidence import Provenance, Report
from drills.failover_names import FAILOVERS, WRITES
from drills.history import NEMESIS, Operation
from tests.drills.checkers.cases import operation

PROVENANCE = Provenance(
    environment="eu-west-1",
    cluster="orders",
    target="sandbox",
    server="9.7.4 (Debian)",
    commit="0123456789" * 4,
    plan="ab" * 32,
    began=datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
    seconds=61.5,
    note="RDS runs 8.4, this sandbox 9.7.",
)
TORN = Anomaly("torn", "the accounts hold <9,100>, and 9,000 was paid in", (3,))


def history(seconds: int = 60) -> list[Operation]:
    """Writes and reads, with a pause of two seconds after a failover every fifteen seconds."""
    chance = random.Random(1)
    found = [
        operation(index, workload="nemesis", name="failover", outcome="ok", at=(at, at + 3), process=NEMESIS)
        for index, at in enumerate(range(10, seconds, 15))
    ]
    moment = 0.0
    while moment < seconds:
        moment += chance.expovariate(40)
        if not any(each.invoked <= moment * 1e9 < each.invoked + 2e9 for each in found):
            name = chance.choice(["add", "look"])
            at = (moment - chance.uniform(0.001, 0.009), moment)
            found.append(operation(len(found), workload="set", name=name, outcome="ok", at=at, process=1))
    return sorted(found, key=lambda each: each.invoked)


def report(verdicts: Sequence[Verdict] | None = None, operations: Sequence[Operation] | None = None) -> Report:
    """A report that passes, unless other verdicts are given."""
    known = history() if operations is None else list(operations)
    found = outages.outages(known, WRITES, FAILOVERS)
    passed = [judged("set", "60 elements", [], {"acknowledged": 60}), outages.check(found, limit_seconds=35)]
    return Report(
        drill="failover",
        provenance=PROVENANCE,
        verdicts=passed if verdicts is None else verdicts,
        operations=known,
        history_sha256="cd" * 32,
    )


FAILED = [judged("bank", "reads", [TORN] * 9, {}), untested("exercised", "no two failovers began within a minute")]
