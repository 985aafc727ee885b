"""checkov's own checks that are right for this kind of cluster."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from generator.policing.pack import FOLDER
from policies.engine.stack import Stack

_FILE = FOLDER / "data" / "builtin_checks.yaml"


@dataclass(frozen=True, slots=True)
class BuiltinCheck:
    """One of checkov's checks, with the resource types on which it comes to a verdict and the reason why it is run."""

    id: str
    title: str
    types: tuple[str, ...]
    reason: str
    fix: str
    source: str

    def subjects(self, stack: Stack) -> set[str]:
        """The addresses of a stack on which the check must come to a verdict."""
        return {found.address for found in stack.of(*self.types) if found.mode == "managed"}


@cache
def builtin_checks(file: Path = _FILE) -> tuple[BuiltinCheck, ...]:
    """The allow-list, in the file's order."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple(
        BuiltinCheck(
            each["id"],
            each["title"],
            tuple(each["types"]),
            each["reason"],
            each["fix"],
            f"{data['source']}",
        )
        for each in data["checks"]
    )
