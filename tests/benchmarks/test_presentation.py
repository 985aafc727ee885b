"""A benchmark says `within` or `over` in each row, and its exit code says whether anything is over."""

import io
import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from rich.console import Console

import tests.benchmarks.__main__ as program
from tests.benchmarks.presentation import as_json, as_table
from tests.benchmarks.quantities import Measured

FAST = Measured("fast", 0.125, "s", 0.5, 5)
SLOW = Measured("slow", 0.5, "s", 0.5, 5)
BESIDE = Measured("beside", 9.8765, "times", None, 3)


def test_the_table_has_a_verdict_where_there_is_a_limit() -> None:
    stream = io.StringIO()
    Console(file=stream, width=80).print(as_table([FAST, SLOW, BESIDE]))
    lines = [line.split() for line in stream.getvalue().splitlines()[1:]]
    assert lines == [
        ["fast", "0.12", "s", "0.50", "5", "within"],
        ["slow", "0.50", "s", "0.50", "5", "over"],
        ["beside", "9.88", "times", "·", "3"],
    ]


def test_the_json_has_every_row_and_the_verdict_on_all() -> None:
    def row(measured: Measured, value: float, verdict: str | None) -> dict[str, object]:
        kept = {"name": measured.name, "unit": measured.unit, "limit": measured.limit, "runs": measured.runs}
        return {**kept, "value": value, "verdict": verdict}

    assert json.loads(as_json([FAST, SLOW, BESIDE])) == {
        "measured": [row(FAST, 0.125, "within"), row(SLOW, 0.5, "over"), row(BESIDE, 9.877, None)],
        "verdict": "over",
    }


@pytest.mark.parametrize(("rows", "code"), [([FAST, BESIDE], 0), ([FAST, SLOW], 1)])
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_exit_code_says_whether_something_is_over(
    monkeypatch: pytest.MonkeyPatch, rows: list[Measured], code: int, form: str
) -> None:
    def measure_all(*_arguments: object) -> Iterator[Measured]:
        return iter(rows)

    monkeypatch.setattr(program, "measure_all", measure_all)
    assert CliRunner().invoke(program.command, ["--format", form]).exit_code == code
