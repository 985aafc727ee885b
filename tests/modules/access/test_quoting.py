"""Text and names in MySQL's syntax."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymysql.converters import escape_string

from modules.access.quoting import quoted_identifier, quoted_schema, quoted_text


@settings(deadline=None)
@given(st.text())
def test_text_is_quoted_as_the_driver_quotes_it(text: str) -> None:
    assert quoted_text(text) == f"'{escape_string(text)}'"


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("plain", "'plain'"),
        ("o'hara", r"'o\'hara'"),
        ("two\nlines", r"'two\nlines'"),
        ("back\\", "'back\\\\'"),
        ("'; DROP USER x; -- ", r"'\'; DROP USER x; -- '"),
    ],
)
def test_no_text_ends_its_literal(text: str, literal: str) -> None:
    assert quoted_text(text) == literal


@pytest.mark.parametrize(("name", "quoted"), [("orders", "`orders`"), ("or`ders", "`or``ders`"), ("a.b c", "`a.b c`")])
def test_no_name_ends_its_backticks(name: str, quoted: str) -> None:
    assert quoted_identifier(name) == quoted


def test_a_name_with_nul_is_refused() -> None:
    with pytest.raises(ValueError, match="no NUL"):
        quoted_identifier("a\0b")


@pytest.mark.parametrize(("name", "quoted"), [("orders_eu", r"`orders\_eu`"), ("a%", r"`a\%`"), ("a\\_", r"`a\\\_`")])
def test_a_schema_stands_for_itself_where_grants_take_patterns(name: str, quoted: str) -> None:
    assert quoted_schema(name) == quoted
