"""Lines are counted as libyaml counts them."""

import pytest
import yaml

from generator.spec.lines import split_lines


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_a_line_ends_where_libyaml_ends_it(line_end: str) -> None:
    text = f"# first{line_end}a: 1{line_end}b: 2"

    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    lines = [event.start_mark.line for event in events if isinstance(event, yaml.ScalarEvent) and event.start_mark]

    assert (lines, split_lines(text)) == ([1, 1, 2, 2], ["# first", "a: 1", "b: 2"])


@pytest.mark.parametrize("other", ["\x0b", "\x0c", "\x1c"])
def test_what_else_python_calls_a_line_end_is_none(other: str) -> None:
    assert split_lines(f"a{other}b") == [f"a{other}b"]
