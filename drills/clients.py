"""Clients that do a workload's calls one after the other, each in a thread, and write down what becomes of them."""

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pymysql

from drills.history import Outcome, Recorder
from drills.history.recording import STRANGERS
from drills.mysql import RefusedError, Session, outcome_of
from drills.workloads import Call, Workload

PAUSE_SECONDS = 0.05
"""After what did not work: an outage must not become a storm of connections."""


@dataclass(slots=True)
class Client:
    """One client: its number among those of its workload, and the process that it is in the history."""

    workload: Workload
    session: Session
    number: int
    process: int
    recorder: Recorder
    chance: random.Random = field(default_factory=random.Random)

    def do(self, call: Call, due: int | None = None) -> Outcome:
        """Does one call, which was to begin at `due`, and records it. Raises what is no error of MySQL."""
        name = self.workload.name
        self.recorder.record("invoke", self.process, name, call.name, call.asked, due=due)
        answer: Any = None
        problem: Exception | None = None
        outcome: Outcome = "ok"
        try:
            answer = self.workload.perform(self.session, call)
        except (RefusedError, pymysql.err.MySQLError, OSError) as error:
            writes = call.name not in self.workload.reads
            problem, outcome = error, outcome_of(error, writes=writes, committing=self.session.committing)
        self.recorder.record(
            outcome,
            self.process,
            name,
            call.name,
            answer,
            node=self.session.node,
            gtid=self.session.gtid if outcome == "ok" else None,
            error=str(problem) if problem else None,
        )
        if outcome == "info":
            self.process += STRANGERS
        self.workload.told(self.number, call, outcome, refused=isinstance(problem, RefusedError))
        if problem and not isinstance(problem, RefusedError):
            time.sleep(PAUSE_SECONDS)
        return outcome


class Schedule:
    """When operations are due, at a steady rate: an open loop, in which nobody waits for the answers of others.

    Times are those of the history, in nanoseconds. Which clients take them on does not matter.
    """

    def __init__(self, per_second: float, start: int) -> None:
        self._step = 1e9 / per_second
        self._start = start
        self._numbers = itertools.count()

    def take(self) -> int:
        """The time of the next operation."""
        return self._start + round(next(self._numbers) * self._step)


class Crowd:
    """All clients of a drill. It runs inside a `with` block, and has stopped behind it.

    `pace` is the least time in seconds between the starts of two calls of one client.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        # Several crowds may work on one history, one after the other.
        self._processes = itertools.count(recorder.taken())
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._failures: list[BaseException] = []
        self.workloads: list[tuple[Workload, Client]] = []

    def open(self, workload: Workload, session: Session) -> Client:
        """Takes a workload in, and fills its tables through a client of its own. Raises RuntimeError if it cannot."""
        client = self._client(workload, session, -1)
        self.workloads.append((workload, client))
        opening = workload.opening()
        if opening is not None and not persistently(client, opening):
            raise RuntimeError(f"the tables of the {workload.name} workload could not be filled")
        return client

    def add(self, workload: Workload, sessions: Iterable[Session], *, pace: float = 0.0, first: int = 0) -> None:
        """Starts a client for each session; their numbers in the workload count from `first`."""
        for number, session in enumerate(sessions, start=first):
            self._start(self._run, self._client(workload, session, number), pace)

    def keep(self, per_second: float, workload: Workload, sessions: Iterable[Session], *, first: int = 0) -> None:
        """Starts clients that keep to one schedule between them; what none of them is free for is late."""
        schedule = Schedule(per_second, self._recorder.now())
        for number, session in enumerate(sessions, start=first):
            self._start(self._run_on, self._client(workload, session, number), schedule)

    def stop(self) -> None:
        """Lets each client finish what it does, and waits. Raises what ended a client in a way that it must not."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        if self._failures:
            raise self._failures[0]

    def close(self) -> None:
        """Reads what each workload reads at the end, when nothing is written any more."""
        for workload, client in self.workloads:
            closing = workload.closing()
            if closing is not None:
                persistently(client, closing)
            client.session.close()

    @property
    def failed(self) -> bool:
        """Whether a client has ended in a way that it must not."""
        return bool(self._failures)

    def _client(self, workload: Workload, session: Session, number: int) -> Client:
        process = next(self._processes)
        return Client(workload, session, number, process, self._recorder, random.Random(process))

    def _start(self, run: Callable[..., None], client: Client, *about: Any) -> None:
        thread = threading.Thread(target=self._guarded, args=(run, client, *about), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _guarded(self, run: Callable[..., None], client: Client, *about: Any) -> None:
        try:
            run(client, *about)
        except BaseException as error:
            self._failures.append(error)
        finally:
            client.session.close()

    def _run(self, client: Client, pace: float) -> None:
        due = time.monotonic()
        while not self._stop.is_set():
            client.do(client.workload.call(client.number, client.chance))
            due = max(due + pace, time.monotonic() - pace)
            self._stop.wait(max(0.0, due - time.monotonic()))

    def _run_on(self, client: Client, schedule: Schedule) -> None:
        while not self._stop.is_set():
            due = schedule.take()
            if not self._stop.wait(max(0.0, (due - self._recorder.now()) / 1e9)):
                client.do(client.workload.call(client.number, client.chance), due)


def persistently(
    client: Client, call: Call, *, attempts: int = 60, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Does a call until it works, a second apart, and says whether it did."""
    for _ in range(attempts):
        if client.do(call) == "ok":
            return True
        sleep(1)
    return False
