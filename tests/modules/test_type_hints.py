"""The hints of the bindings' stubs are evaluated once, and those of anything else every time."""

import typing

import pytest

from modules._type_hints import remember_type_hints


@pytest.fixture(autouse=True)
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names whose hints were really evaluated."""
    names: list[str] = []

    def get_type_hints(obj: typing.Any) -> dict[str, typing.Any]:
        names.append(obj.__name__)
        return dict(obj.__annotations__)

    monkeypatch.setattr(typing, "get_type_hints", get_type_hints)
    remember_type_hints()
    return names


def _typecheckingstub__key(description: str) -> None:
    del description


def ordinary(description: str) -> None:
    del description


@pytest.mark.parametrize(("function", "times"), [(_typecheckingstub__key, 1), (ordinary, 2)])
def test_only_the_bindings_hints_are_remembered(
    evaluated: list[str], function: typing.Callable[[str], None], times: int
) -> None:
    expected = {"description": str, "return": None}
    assert [typing.get_type_hints(function), typing.get_type_hints(function)] == [expected, expected]
    assert evaluated == [function.__name__] * times


@pytest.mark.usefixtures("evaluated")
def test_who_changes_the_hints_changes_a_copy() -> None:
    typing.get_type_hints(_typecheckingstub__key).clear()
    assert typing.get_type_hints(_typecheckingstub__key) == {"description": str, "return": None}
