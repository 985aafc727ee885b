"""Every format has its writer."""

import pytest

from generator.report import FORMATS
from generator.report.printable import one_line
from tests.generator.report.findings import STORAGE, written


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_ends_its_last_line(form: str) -> None:
    text = written(form, STORAGE)

    assert "RDS014" in text
    assert text.endswith("\n")


@pytest.mark.parametrize("form", FORMATS)
def test_findings_that_say_the_same_are_written_once(form: str) -> None:
    assert written(form, STORAGE, STORAGE) == written(form, STORAGE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("é ✓ 日本 🦆", "é ✓ 日本 🦆"),
        ("a\tb\x7f", r"a\tb\x7f"),
        ("\u2028\u200b\ud800", r"\u2028\u200b\ud800"),
        ("", ""),
    ],
)
def test_what_does_not_show_is_written_as_its_escape(text: str, expected: str) -> None:
    assert one_line(text) == expected
