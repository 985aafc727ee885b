"""A store that is right is never blamed, and one that loses, doubles or tears something is always caught."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drills.checkers import bank, lists, registers, sets
from drills.history import Operation
from tests.drills.checkers.cases import CHECKERS
from tests.drills.checkers.stores import bank_history, list_history, register_history, set_history

STORES: dict[str, Callable[[int, int], list[Operation]]] = {
    "set": set_history,
    "bank": bank_history,
    "register": register_history,
    "list-append": list_history,
}
SEEDS = st.integers(0, 10_000)
LENGTHS = st.integers(5, 40)
few = settings(max_examples=40, deadline=None)


def with_final(history: Sequence[Operation], answer: Any) -> list[Operation]:
    return [*history[:-1], replace(history[-1], answer=answer)]


@pytest.mark.parametrize("store", STORES)
@few
@given(seed=SEEDS, length=LENGTHS)
def test_a_right_store_is_never_blamed(store: str, seed: int, length: int) -> None:
    verdict = CHECKERS[store](STORES[store](seed, length))
    assert verdict.result in {"pass", "unknown"}, verdict


@pytest.mark.parametrize("store", STORES)
def test_a_right_store_passes_as_soon_as_enough_happened(store: str) -> None:
    assert [CHECKERS[store](STORES[store](seed, 60)).result for seed in range(10)] == ["pass"] * 10


@few
@given(seed=SEEDS, length=LENGTHS, choice=st.integers(0))
def test_a_lost_element_is_caught(seed: int, length: int, choice: int) -> None:
    history = set_history(seed, length)
    acknowledged = [each.asked for each in history if each.name == "add" and each.ok]
    assume(acknowledged)
    lost = acknowledged[choice % len(acknowledged)]
    verdict = sets.check(with_final(history, [each for each in history[-1].answer if each != lost]))
    assert "lost" in {anomaly.kind for anomaly in verdict.anomalies}


@few
@given(seed=SEEDS, length=LENGTHS)
def test_a_doubled_element_is_caught(seed: int, length: int) -> None:
    history = set_history(seed, length)
    assume(any(each.name == "add" and each.ok for each in history))
    verdict = sets.check(with_final(history, [*history[-1].answer, history[-1].answer[0]]))
    assert {anomaly.kind for anomaly in verdict.anomalies} == {"duplicate"}


@few
@given(seed=SEEDS, length=LENGTHS, delta=st.integers(1, 50), choice=st.integers(0))
def test_money_that_appears_in_a_read_is_caught(seed: int, length: int, delta: int, choice: int) -> None:
    history = bank_history(seed, length)
    reads = [each for each in history if each.name == "read"]
    assume(reads and any(each.name == "transfer" and each.ok for each in history))
    torn = reads[choice % len(reads)]
    balances = {**torn.answer, "0": torn.answer["0"] + delta}
    verdict = bank.check([replace(each, answer=balances) if each is torn else each for each in history])
    assert "torn" in {anomaly.kind for anomaly in verdict.anomalies}


@few
@given(seed=SEEDS, length=LENGTHS)
def test_a_transfer_that_is_gone_with_its_money_is_caught(seed: int, length: int) -> None:
    history = bank_history(seed, length)
    acknowledged = [each.asked for each in history if each.name == "transfer" and each.ok]
    assume(acknowledged)
    gone, final = acknowledged[0], history[-1].answer
    balances = dict(final["balances"])
    balances[gone["from"]] += gone["amount"]
    balances[gone["to"]] -= gone["amount"]
    kept = [each for each in final["transfers"] if each != gone["id"]]
    verdict = bank.check(with_final(history, {"balances": balances, "transfers": kept}))
    assert "lost" in {anomaly.kind for anomaly in verdict.anomalies}


@few
@given(seed=SEEDS, length=LENGTHS, choice=st.integers(0))
def test_a_read_of_what_was_never_written_is_caught(seed: int, length: int, choice: int) -> None:
    history = register_history(seed, length)
    reads = [each for each in history if each.name == "read" and each.ok]
    assume(reads and any(each.name != "read" and each.ok for each in history))
    wrong = reads[choice % len(reads)]
    verdict = registers.check([replace(each, answer=99) if each is wrong else each for each in history])
    assert verdict.result == "fail"


@few
@given(seed=SEEDS, length=LENGTHS, choice=st.integers(0))
def test_an_append_that_is_gone_is_caught(seed: int, length: int, choice: int) -> None:
    history = list_history(seed, length)
    appends = [part for each in history if each.name == "txn" and each.ok for part in each.asked if part[0] == "append"]
    reads = any(part[0] == "r" for each in history[:-1] if each.ok for part in each.asked)
    assume(appends and reads)
    _, key, element = appends[choice % len(appends)]
    answer = [
        [kind, each, [e for e in value if (each, e) != (key, element)]] for kind, each, value in history[-1].answer
    ]
    verdict = lists.check(with_final(history, answer))
    assert "lost" in {anomaly.kind for anomaly in verdict.anomalies}


def test_a_register_with_too_many_possible_orders_is_unknown() -> None:
    assert registers.check(register_history(1, 40), most_states=3).result == "unknown"
