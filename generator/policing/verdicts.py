"""What checkov came to, as data."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["PASSED", "FAILED", "SKIPPED"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check said of one resource, by its address without a key; `messages` are a policy's own."""

    check: str
    address: str
    outcome: Outcome
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What checkov reported of a file, and a line for each thing that went wrong."""

    verdicts: tuple[Verdict, ...]
    faults: tuple[str, ...]
    known: frozenset[str]
