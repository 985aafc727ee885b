"""The measured rows, for a person and for a machine."""

import json
from collections.abc import Iterable

from rich.table import Table

from tests.benchmarks.quantities import Measured


def as_table(rows: Iterable[Measured]) -> Table:
    """One line for each row, with `within` or `over` where there is a limit."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("CPU time, or elapsed where it says so (medians)", no_wrap=True)
    for title in ("measured", "limit", "runs"):
        table.add_column(title, justify="right")
    table.add_column("")
    for row in rows:
        limit = f"{row.limit:.2f}" if row.limit is not None else "·"
        table.add_row(row.name, f"{row.value:.2f} {row.unit}", limit, str(row.runs), _verdict(row))
    return table


def as_json(rows: Iterable[Measured]) -> str:
    """`{"measured": [...], "verdict": "within" | "over"}`; a row without a limit has no verdict."""
    listed = list(rows)
    measured = [
        {
            "name": row.name,
            "value": round(row.value, 3),
            "unit": row.unit,
            "limit": row.limit,
            "runs": row.runs,
            "verdict": _verdict(row) or None,
        }
        for row in listed
    ]
    verdict = "within" if all(row.within for row in listed) else "over"
    return json.dumps({"measured": measured, "verdict": verdict}, indent=2)


def _verdict(row: Measured) -> str:
    if row.limit is None:
        return ""
    return "within" if row.within else "over"
