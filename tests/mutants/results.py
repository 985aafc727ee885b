"""What came of each mutant."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Side = Literal["caught", "survived", "refused", "not there"]
"""On the plan, a mutant may also be refused by Terraform itself, or hold a fault that no plan has."""


@dataclass(frozen=True, slots=True)
class Result:
    """One mutant: what the pack made of it on render and plan, and whether one of checkov's own checks noticed it.

    `note` says why it survived or what Terraform refused it for, `stock` where checkov's own command line and the gate
    do not say the same.
    """

    name: str
    category: str
    render: Side
    plan: Side
    builtin: bool
    policies: tuple[str, ...] = ()
    note: str = ""
    stock: tuple[str, ...] = ()

    @property
    def survived(self) -> bool:
        """Whether it got past the pack on either side."""
        return "survived" in (self.render, self.plan)


@dataclass(frozen=True, slots=True)
class Count:
    """The results of one category, counted."""

    category: str
    mutants: int
    on_render: int
    plans: int
    on_plan: int
    refused: int
    builtin: int

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        return (
            self.category,
            str(self.mutants),
            f"{self.on_render}/{self.mutants}",
            f"{self.on_plan}/{self.plans}",
            str(self.refused),
            f"{self.builtin}/{self.mutants}",
        )


HEAD = ("category", "mutants", "caught on render", "caught on plan", "refused by terraform", "checkov's own")


def count(results: Iterable[Result]) -> list[Count]:
    """One row for each category, in the order of their first results, and one for all."""
    every = list(results)
    names = list(dict.fromkeys(each.category for each in every))
    rows = [_count(name, [each for each in every if each.category == name]) for name in names]
    return [*rows, _count("all", every)]


def _count(name: str, results: list[Result]) -> Count:
    return Count(
        name,
        len(results),
        sum(each.render == "caught" for each in results),
        sum(each.plan in ("caught", "survived") for each in results),
        sum(each.plan == "caught" for each in results),
        sum(each.plan == "refused" for each in results),
        sum(each.builtin for each in results),
    )


def table(rows: list[Count]) -> str:
    """The rows as text, in columns."""
    cells = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in cells
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:-1], "", lines[-1]])
