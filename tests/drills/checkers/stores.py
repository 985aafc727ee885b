"""Stores in memory that are right, and the histories of clients that use them one after the other or at once."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from drills.history import Operation

SECOND = 1_000_000_000


class Clients:
    """Operations that overlap: each takes effect at a moment of its own, between its call and its answer."""

    def __init__(self, seed: int, workload: str) -> None:
        self.random = random.Random(seed)
        self.workload = workload

    def moments(self, count: int) -> Iterator[tuple[int, int, int]]:
        """Call, effect and answer of `count` operations, in the order of their effects."""
        for number in range(1, count + 1):
            effect = number * SECOND
            spread = self.random.randint(1, 4 * SECOND)
            yield max(0, effect - spread), effect, effect + self.random.randint(1, 4 * SECOND)

    def outcome(self) -> tuple[bool, str]:
        """Whether it takes effect, and what the client is told."""
        return self.random.choice([(True, "ok")] * 6 + [(True, "info"), (False, "info"), (False, "fail")])

    def operation(
        self, index: int, name: str, asked: Any, outcome: str, answer: Any, moments: tuple[int, int, int]
    ) -> Operation:
        """One operation, by a process of its own."""
        known: Any = outcome
        return Operation(
            index=index,
            process=index,
            workload=self.workload,
            name=name,
            asked=asked,
            outcome=known,
            answer=answer if outcome == "ok" else None,
            invoked=moments[0],
            returned=moments[2],
        )


def set_history(seed: int, count: int) -> list[Operation]:
    clients, found = Clients(seed, "set"), list[Operation]()
    store: list[int] = []
    for index, moments in enumerate(clients.moments(count)):
        if clients.random.random() < 0.2:
            found.append(clients.operation(index, "read", None, "ok", list(store), moments))
            continue
        takes_effect, told = clients.outcome()
        if takes_effect:
            store.append(index)
        found.append(clients.operation(index, "add", index, told, None, moments))
    return [*found, _final(clients, found, None, list(store))]


def bank_history(seed: int, count: int) -> list[Operation]:
    clients = Clients(seed, "bank")
    balances = {str(each): 100 for each in range(4)}
    done: list[str] = []
    found = [clients.operation(0, "open", dict(balances), "ok", None, (0, 0, 0))]
    for index, moments in enumerate(clients.moments(count), start=1):
        if clients.random.random() < 0.3:
            found.append(clients.operation(index, "read", None, "ok", dict(balances), moments))
            continue
        source, target = clients.random.sample(sorted(balances), 2)
        amount = clients.random.randint(1, 60)
        asked = {"id": f"t{index}", "from": source, "to": target, "amount": amount}
        takes_effect, told = clients.outcome()
        if balances[source] < amount:
            takes_effect, told = False, "fail"
        if takes_effect:
            balances[source] -= amount
            balances[target] += amount
            done.append(f"t{index}")
        found.append(clients.operation(index, "transfer", asked, told, None, moments))
    return [*found, _final(clients, found, None, {"balances": dict(balances), "transfers": list(done)})]


def register_history(seed: int, count: int) -> list[Operation]:
    clients, value, found = Clients(seed, "register"), 0, []
    for index, moments in enumerate(clients.moments(count)):
        name = clients.random.choice(["read", "write", "cas"])
        takes_effect, told = clients.outcome()
        asked: list[Any] = [0, None]
        if name == "write":
            asked = [0, clients.random.randint(1, 5)]
            value = asked[1] if takes_effect else value
        elif name == "cas":
            asked = [0, [clients.random.randint(0, 5), clients.random.randint(1, 5)]]
            if asked[1][0] != value:
                takes_effect, told = False, "fail"
            value = asked[1][1] if takes_effect else value
        found.append(clients.operation(index, name, asked, told, value, moments))
    return found


def list_history(seed: int, count: int) -> list[Operation]:
    clients, found = Clients(seed, "list-append"), []
    lists: dict[int, list[int]] = {0: [], 1: [], 2: []}
    element = 0
    for index, moments in enumerate(clients.moments(count)):
        asked, answer, after = [], [], {key: list(value) for key, value in lists.items()}
        for _ in range(clients.random.randint(1, 4)):
            key = clients.random.choice(sorted(lists))
            if clients.random.random() < 0.5:
                element += 1
                after[key].append(element)
                asked.append(["append", key, element])
                answer.append(["append", key, element])
            else:
                asked.append(["r", key, None])
                answer.append(["r", key, list(after[key])])
        takes_effect, told = clients.outcome()
        if takes_effect:
            lists = after
        found.append(clients.operation(index, "txn", asked, told, answer, moments))
    asked = [["r", key, None] for key in lists]
    return [*found, _final(clients, found, asked, [["r", key, value] for key, value in lists.items()])]


def _final(clients: Clients, found: Sequence[Operation], asked: Any, answer: Any) -> Operation:
    end = max((each.returned or 0 for each in found), default=0) + SECOND
    return clients.operation(len(found), "final", asked, "ok", answer, (end, end, end + 1))
