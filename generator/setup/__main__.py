"""`python3 -m generator.setup`: hands over to a Python that is new enough, or says what is missing.

An old Python must be able to read this file, down to 3.6; only after the check is anything newer imported.
"""

import importlib
import os
import subprocess
import sys

MINIMUM = (3, 11)
NEWEST_TRIED = 15


def main() -> int:
    """Runs the set-up. Returns the exit code: 0 ready, 2 something is missing, 130 interrupted."""
    if sys.version_info[:2] >= MINIMUM:
        return int(importlib.import_module("generator.setup.command").set_up_here())
    newer = newer_python()
    if newer:
        os.execvp(newer, [newer, "-E", "-s", "-m", "generator.setup"])
    sys.stderr.write(too_old("{}.{}.{}".format(*sys.version_info[:3]), sys.executable))
    return 2


def newer_python() -> str:
    """The name of a Python on the PATH that runs and is new enough; empty where there is none."""
    for minor in range(NEWEST_TRIED, MINIMUM[1] - 1, -1):
        name = "python3." + str(minor)
        try:
            answer = subprocess.call([name, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except OSError:
            continue
        if answer == 0:
            return name
    return ""


def too_old(version: str, path: str) -> str:
    """The message that ends the set-up under an old Python."""
    needed = ".".join(map(str, MINIMUM))
    return (
        "error: Python " + version + " at " + path + " is too old, and there is no newer one on the PATH\n"
        "  fix: install Python " + needed + " or newer, or name one: make PYTHON=python" + needed + " ...\n"
    )


if __name__ == "__main__":
    sys.exit(main())
