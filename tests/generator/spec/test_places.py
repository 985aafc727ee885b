"""What the model takes where."""

import pytest

from generator.spec.model import Environment
from generator.spec.places import Kind, place_of

ROOT = place_of(Environment)


@pytest.mark.parametrize(
    ("path", "kind", "required"),
    [
        (("region",), "text", True),
        (("vault",), "mapping", False),
        (("databases",), "mapping", True),
        (("databases", "any", "storage", "iops"), "whole number", False),
        (("databases", "any", "alarms", "CPUUtilization"), "number", False),
        (("databases", "any", "deletion_protection"), "true or false", False),
        (("network", "clients", 3, "cidr"), "text", False),
        (("databases", "any", "users", 0, "privileges"), "list", False),
    ],
)
def test_a_place_is_what_the_model_says(path: tuple[str | int, ...], kind: Kind, required: bool) -> None:
    place = ROOT.at(path)

    assert place is not None
    assert (place.kind, place.required) == (kind, required)


@pytest.mark.parametrize("path", [("regoin",), ("region", "x"), ("databases", 0, "storage", "iops", 1), ("network", 1)])
def test_there_is_no_place_where_the_model_has_none(path: tuple[str | int, ...]) -> None:
    assert ROOT.at(path) is None


def test_a_place_knows_its_choices_and_examples() -> None:
    endpoint = ROOT.at(("databases", "any", "users", 0, "endpoint"))
    window = ROOT.at(("databases", "any", "backup", "window"))

    assert endpoint is not None
    assert endpoint.choices == ("writer", "reader")
    assert window is not None
    assert window.examples == ("02:00-03:00",)


def test_a_key_that_stands_elsewhere_has_its_homes_named() -> None:
    assert list(ROOT.homes("cidr")) == ["network", "network.clients.*"]
    assert list(ROOT.homes("region")) == [""]
    assert list(ROOT.homes("nowhere")) == []
