"""Text as a terminal gets it."""

import io
import re
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.report import report
from tests.generator.report.findings import HOSTILE, LATER, WAIVED

SPEC = "region: eu-west-1\n  storage: {名前: io1, iops: 100000}\n" + "x" * 300 + "!" + "y" * 300 + "\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")


def shown(*findings: Finding) -> str:
    stream = Terminal()
    report(findings, {}, "text", stream)
    return stream.getvalue()


def plain(text: str) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()


def fault(file: Path, line: int, column: int) -> Finding:
    return Finding(rule="R1", severity="error", message="m", fix="f", file=str(file), line=line, column=column)


def test_the_offending_line_is_shown_with_a_marker_under_the_column(tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC)

    assert plain(shown(fault(file, 2, 28))) == [
        f"{file}:2:28  error R1  m",
        "    2 |   storage: {名前: io1, iops: 100000}",
        "      | " + " " * (27 + 2) + "^",
        "    fix: f",
        "",
        "fail: 1 error",
    ]


def test_of_a_long_line_the_part_around_the_column_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC)

    _, line, marker, *_ = plain(shown(fault(file, 3, 301)))

    assert line == "    3 | " + "x" * 30 + "!" + "y" * 61
    assert marker.index("^") == line.index("!")


@pytest.mark.parametrize(("line", "column"), [(99, 1), (0, 1)])
def test_a_line_that_the_file_does_not_have_is_left_out(tmp_path: Path, line: int, column: int) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC)

    assert plain(shown(fault(file, line, column)))[1] == "    fix: f"


@pytest.mark.parametrize("name", ["", "none.yaml"])
def test_a_file_that_cannot_be_read_is_left_out(tmp_path: Path, name: str) -> None:
    assert plain(shown(fault(tmp_path / name, 1, 1)))[1] == "    fix: f"


def test_errors_are_red_warnings_yellow_and_waived_findings_dim() -> None:
    text = shown(LATER, WAIVED, HOSTILE)

    assert "\x1b[1;33mwarning RDS001\x1b[0m" in text
    assert "\x1b[2mwaived error CKV_AWS_338\x1b[0m" in text
    assert "\x1b[1;31merror SPEC013\x1b[0m" in text


def test_no_colour_is_used_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[1;33" not in shown(LATER)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown(LATER))


def test_hostile_text_is_no_markup_and_no_control_sequence() -> None:
    text = shown(HOSTILE)

    assert re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\n", "").isprintable()
    assert "\x1b[31m\\u202e" not in text
