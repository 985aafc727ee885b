"""Single faults in a cluster, and who finds them before AWS does."""

from dataclasses import dataclass

from generator.facts.reading import read_json


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault. A tool found it or not; None where it cannot be said to that tool, or the tool did not run.

    `tidegate` is the id of the rule that fires, or why nobody can write the fault into a spec.
    """

    fault: str
    terraform: bool | None
    cfn_lint: bool | None
    tidegate: str


@dataclass(frozen=True, slots=True)
class FaultTable:
    """All faults, and the versions of the tools; a version is None where the tool did not run."""

    checked: str
    terraform: str | None
    cfn_lint: str | None
    rows: tuple[FaultRow, ...]


def fault_table() -> FaultTable:
    """The table of `faults.json`, which `python -m tests.faults.compare` writes."""
    data = read_json("faults.json")
    rows = tuple(FaultRow(**row) for row in data["faults"])
    return FaultTable(data["checked"], data["terraform"], data["cfn_lint"], rows)
