"""What a break is, and how one is made and mended."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.integration.breaks.account import Account

ELSEWHERE = "eu-central-1"

Break = Callable[[Account], Iterator[None]]
BREAKS: dict[str, Break] = {}
"""By the assertion's id: a generator that breaks something, yields, and mends it."""


def breaks(rule: str) -> Callable[[Break], Break]:
    def register(change: Break) -> Break:
        BREAKS[rule] = change
        return change

    return register


@contextmanager
def broken(rule: str, account: Account) -> Iterator[None]:
    change = BREAKS[rule](account)
    next(change)
    account.settle()
    try:
        yield
    finally:
        next(change, None)
        account.settle()


def modify(account: Account, there: Mapping[str, Any], back: Mapping[str, Any]) -> Iterator[None]:
    rds = account.client("rds")
    rds.modify_db_cluster(DBClusterIdentifier="orders", ApplyImmediately=True, **there)
    yield
    rds.modify_db_cluster(DBClusterIdentifier="orders", ApplyImmediately=True, **back)
