"""Clients that keep to a schedule: an open loop, which does not wait for a server that is slow."""

import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from drills.checkers import Verdict, untested
from drills.clients import Crowd, Schedule
from drills.cluster import Password
from drills.history import Operation, Recorder
from drills.mysql import Connector, Session
from drills.workloads import Call, Workload

STEP = 2_000_000
ENOUGH = 20


class Slow(Workload):
    """Takes ten times as long as the schedule gives one client."""

    name: ClassVar[str] = "slow"
    tables: ClassVar[Sequence[str]] = ()

    def call(self, client: int, chance: random.Random) -> Call:  # noqa: ARG002
        return Call("add")

    def perform(self, session: Session, call: Call) -> Any:  # noqa: ARG002
        time.sleep(10 * STEP / 1e9)

    def check(self, operations: Sequence[Operation]) -> Verdict:  # noqa: ARG002
        return untested(self.name, "nobody asks")


def session() -> Session:
    login = Password("nobody", "nothing")
    return Session(Connector("nowhere", 3306, login, resolve=lambda host: host, ca_bundle=Path("none")))


def test_operations_are_due_at_a_steady_rate() -> None:
    schedule = Schedule(500, start=7)
    assert [schedule.take() for _ in range(3)] == [7, 7 + STEP, 7 + 2 * STEP]


def test_what_waits_for_a_free_client_is_late_and_counts_from_when_it_was_due(tmp_path: Path) -> None:
    with Recorder(tmp_path / "history.jsonl") as recorder:
        crowd = Crowd(recorder)
        crowd.keep(1e9 / STEP, Slow(), [session() for _ in range(2)])
        while len(recorder.operations()) < ENOUGH:
            time.sleep(0.01)
        crowd.stop()
        done = sorted(recorder.operations(), key=lambda each: each.due or 0)
    dues = [each.due or 0 for each in done]
    assert [due - dues[0] for due in dues] == [number * STEP for number in range(len(dues))]
    last = done[-1]
    assert last.invoked > dues[-1]
    assert last.seconds == ((last.returned or 0) - dues[-1]) / 1e9
