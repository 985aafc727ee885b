"""One control plane a session, and an account of its own for each test."""

from collections.abc import Iterator
from itertools import count

import pytest

from sandbox.control_plane import ControlPlane
from tests.sandbox.account import Account

NUMBERS = count(300000000000)


@pytest.fixture(scope="session")
def plane() -> Iterator[ControlPlane]:
    plane = ControlPlane()
    yield plane
    plane.close()


@pytest.fixture
def an_account(plane: ControlPlane) -> Account:
    account = Account(plane, str(next(NUMBERS)))
    account.network()
    return account


@pytest.fixture
def another_account(plane: ControlPlane) -> Account:
    return Account(plane, str(next(NUMBERS)))
