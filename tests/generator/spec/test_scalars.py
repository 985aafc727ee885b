"""Unquoted values mean what their author meant, or are refused."""

import pytest

from generator.spec.places import Kind, Place
from generator.spec.scalars import AmbiguousNumberError, Scalar, read_scalar


@pytest.mark.parametrize(
    "text",
    [
        "8.4",
        "8.40",
        "0123",
        "012345678901",
        "1e3",
        "no",
        "on",
        "true",
        "12:30",
        "2026-11-22",
        "0x1F",
        ".5",
        "1_000",
        "=",
        ".nan",
    ],
)
def test_where_text_is_taken_it_is_what_is_written(text: str) -> None:
    assert read_scalar(text, plain=True, place=Place("text")) == text


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3306", "whole number", 3306),
        ("-0", "whole number", 0),
        ("+5", "whole number", 5),
        ("400.5", "whole number", 400.5),
        ("many", "whole number", "many"),
        ("9" * 31, "whole number", "9" * 31),
        ("0.5", "number", 0.5),
        (".5", "number", 0.5),
        ("1e3", "number", 1000.0),
        ("2", "number", 2),
        ("no", "true or false", False),
        ("Off", "true or false", False),
        ("YES", "true or false", True),
        ("true", "true or false", True),
        ("0", "true or false", "0"),
        ("maybe", "true or false", "maybe"),
        ("", "text", None),
        ("~", "whole number", None),
        ("null", "list", None),
        ("nil", "mapping", "nil"),
    ],
)
def test_an_unquoted_value_is_read_as_its_place_takes_it(text: str, kind: Kind, value: Scalar) -> None:
    read = read_scalar(text, plain=True, place=Place(kind))

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize("text", ["8.4", "no", "null", "", "3306"])
def test_a_quoted_value_is_text_wherever_it_stands(text: str) -> None:
    assert read_scalar(text, plain=False, place=Place("whole number")) == text


@pytest.mark.parametrize(
    ("text", "kind", "plain"),
    [
        ("0400", "whole number", "400"),
        ("1_000", "whole number", "1000"),
        ("1e3", "whole number", "1000"),
        ("1.5e-1", "whole number", "0.15"),
        ("0x1F", "whole number", None),
        ("0o17", "number", None),
        ("12:30", "whole number", None),
        (".inf", "number", None),
        ("-.NaN", "number", None),
        ("007", "number", "7"),
    ],
)
def test_a_number_with_two_readings_is_refused_with_the_plain_one(text: str, kind: Kind, plain: str | None) -> None:
    with pytest.raises(AmbiguousNumberError) as refused:
        read_scalar(text, plain=True, place=Place(kind))

    assert refused.value.plain == plain
