"""The way to checkov: importing it takes a second, and is done only where it is asked."""

import gc
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from generator.policing.verdicts import Run


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
