"""Histories with a known verdict: one file each, named after what it must be judged as."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from drills.checkers import Verdict, bank, bulk, lists, orders, registers, sets, trading
from drills.history import Operation

FOLDER = Path(__file__).parent / "cases"
CHECKERS: dict[str, Callable[[Sequence[Operation]], Verdict]] = {
    module.CHECK: module.check for module in (bank, bulk, lists, orders, registers, sets, trading)
}


def operation(index: int, *, workload: str, at: Sequence[float], **values: Any) -> Operation:
    """An operation with times in seconds, each a process of its own; `asked` and `answer` may be left out."""
    invoked, returned = (int(each * 1e9) for each in at)
    known = {"asked": None, "answer": None, "process": index, **values}
    return Operation(index=index, workload=workload, invoked=invoked, returned=returned, **known)


def read_case(file: Path) -> tuple[dict[str, Any], list[Operation]]:
    """The case, and its operations."""
    case: dict[str, Any] = yaml.safe_load(file.read_text())
    return case, [operation(index, workload=case["checker"], **each) for index, each in enumerate(case["operations"])]
