"""`python -m tests.benchmarks`: measures, prints a table, and ends with 1 where something is over its limit."""

import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from tests.benchmarks.presentation import as_json, as_table
from tests.benchmarks.quantities import measure_all


@click.command()
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True, help="Runs of each; medians count.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(runs: int, form: str) -> None:
    """Measure validating, rendering and judging in CPU seconds (with all child processes), applying as it elapses.

    Exit code 0: all within their limits, 1: something is over.
    """
    progress = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="tidegate-bench-") as scratch:
        rows = list(measure_all(runs, Path(scratch), lambda note: progress.print(f"[dim]{note} …[/dim]")))
    if form == "json":
        click.echo(as_json(rows))
    else:
        Console().print(as_table(rows))
    sys.exit(0 if all(row.within for row in rows) else 1)


if __name__ == "__main__":
    command()
