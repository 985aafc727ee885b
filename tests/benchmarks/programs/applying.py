"""`python -m tests.benchmarks.programs.applying`: one environment, from a bare sandbox to applied and verified."""

import sys
import tempfile
from pathlib import Path

from generator.project import Project
from generator.targets.background import stop
from tests.integration.site import checkout, tidegate

ENVIRONMENT = "eu-west-1"


def applied() -> int:
    """Starts a sandbox without databases, plans, applies, plans again and verifies; the exit code of `apply`."""
    with tempfile.TemporaryDirectory(prefix="tidegate-bench-") as folder:
        root = checkout(Path(folder))
        try:
            called = tidegate(root, "apply", ENVIRONMENT)
        finally:
            stop(Project(root).sandbox)
    sys.stderr.write(called.stdout + called.stderr)
    return called.returncode


if __name__ == "__main__":
    sys.exit(applied())
