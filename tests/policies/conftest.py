"""What every test of a policy starts from; each is a function of `tests.policies.compliant`, which see."""

from collections.abc import Callable
from typing import Any

import pytest

from policies.engine.stack import Stack
from tests.policies import compliant
from tests.policies.category import of_fixture

Json = dict[str, Any]


@pytest.fixture(scope="session")
def compliant_render() -> Callable[[str], Json]:
    return compliant.compliant_render


@pytest.fixture(scope="session")
def compliant_plan() -> Callable[[str], Json]:
    return compliant.compliant_plan


@pytest.fixture(scope="session")
def mutated() -> Callable[[Json, Callable[[Json], object]], Stack]:
    return compliant.mutated


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Gives the tests of a category each of its cases."""
    category = getattr(metafunc.cls, "category", None)
    for name in {"case", "planned_case"} & {*metafunc.fixturenames}:
        if category:
            found = list(of_fixture(name, category))
            metafunc.parametrize(name, found, ids=[f"{case.policy}: {case.name}" for case in found])
