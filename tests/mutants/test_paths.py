"""Paths lead to what they say, or raise."""

from typing import Any

import pytest

from tests.mutants.paths import PathError, existing, spots

STACK: dict[str, Any] = {
    "//": {"tidegate": {"region": "eu-west-1"}},
    "resource": {
        "aws_subnet": {"private-1": {"zone": "a"}, "private-2": {"zone": "b"}},
        "aws_group": {"orders": {"//": {}, "parameter": [{"name": "x", "value": "1"}, {"name": "y", "value": "2"}]}},
    },
}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("//.tidegate.region", ["eu-west-1"]),
        ("resource.aws_subnet.private-2.zone", ["b"]),
        ("resource.aws_subnet.*.zone", ["a", "b"]),
        ("resource.aws_group.orders.parameter[1].name", ["y"]),
        ("resource.aws_group.orders.parameter[*].name", ["x", "y"]),
        ("resource.aws_group.orders.parameter[name=y].value", ["2"]),
        ("resource.aws_group.orders.*", [STACK["resource"]["aws_group"]["orders"]["parameter"]]),
    ],
)
def test_a_path_leads_to_what_is_there(path: str, values: list[object]) -> None:
    assert [spot.value for spot in existing(STACK, path)] == values


def test_the_last_step_of_a_path_may_be_missing() -> None:
    (spot,) = spots(STACK, "resource.aws_subnet.private-1.public")

    assert not spot.exists
    with pytest.raises(PathError, match="its last step is not there"):
        existing(STACK, "resource.aws_subnet.private-1.public")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("resource.aws_vpc.cell.name", "there is no aws_vpc at step 2"),
        ("resource.aws_subnet[0]", r"there is no \[0\] at step 3"),
        ("resource.aws_group.orders.parameter[name=z].value", r"there is no \[name=z\] at step 5"),
        ("resource.aws_group.orders.parameter[2]", r"there is no \[2\] at step 5"),
        ("resource[", "is no path"),
        ("", "an empty path"),
    ],
)
def test_a_path_that_leads_nowhere_is_an_error(path: str, message: str) -> None:
    with pytest.raises(PathError, match=message):
        spots(STACK, path)
