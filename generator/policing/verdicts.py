"""What checkov came to, as data, and the way to it: importing checkov takes a second."""

import gc
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
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


def through_checkov(file: Path, kind: Literal["render", "plan"], checks: Sequence[str], folder: Path) -> Run:
    """Runs `checks` (ids) on a render or a plan, with the policies of `folder`."""
    with warnings.catch_warnings(), _without_collecting():
        # checkov and what it stands on use what their own dependencies call deprecated.
        warnings.simplefilter("ignore")
        from generator.policing.checkov_run import run_checkov

        return run_checkov(file, kind, checks, folder)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Checkov's modules are objects that stay; to look for garbage among them takes a sixth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
