"""Cuts applies short in every way, and proves that the next one goes on from there (`make faults`).

Each case has a sandbox of its own: `python -m tests.integration.faults [CASE]...`.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from generator.applying.state import StateStore
from generator.live.account import Live
from generator.live.inventory import inventory, regions_of
from generator.project import Project
from generator.targets.background import DATABASES_VARIABLE, running, stop
from tests.conftest import load_environment
from tests.integration.interruptions import CASES, ENVIRONMENT, NotHereError, left, unmount
from tests.integration.site import Site, checkout, tidegate
from tests.integration.waiving import faults

GONE_SECONDS = 10


def prove(name: str, root: Path) -> list[str]:
    """Carries one case out; returns what was wrong, then and on the way on."""
    wrong = list(CASES[name](root))
    wrong += [f"still running: {each}" for each in orphans(root)]
    for step in ("plan", "apply"):
        called = tidegate(root, step, ENVIRONMENT, "--format", "json")
        print(f"     {step}: {called.returncode} {called.stderr.strip()}", flush=True)
        wrong += faults(step, called)
    return [*wrong, *strangers(root)]


def orphans(root: Path) -> list[str]:
    """The processes of this checkout, apart from its sandbox, that do not end."""
    ready = running(Project(root).sandbox)
    own = [ready["pid"]] if ready else []
    limit = time.monotonic() + GONE_SECONDS
    while (found := left(root, own)) and time.monotonic() < limit:
        time.sleep(0.2)
    return found


def strangers(root: Path) -> Iterator[str]:
    """What exists and is not in the state: made by an apply that was cut short, and made again by the next."""
    found, loaded = Site(root, {}), load_environment(ENVIRONMENT)
    assert loaded.environment
    assert loaded.document
    session = found.target(ENVIRONMENT).session()
    known = str(StateStore(session, loaded.environment).content())
    bootstrap = (root / "build" / ENVIRONMENT / "state" / "terraform.tfstate").read_text()
    live = Live(loaded.environment, loaded.document, session)
    for thing in inventory(live, regions_of(live)):
        # A log group's ARN ends with `:*` in lists; members are their cluster's, and in no state of their own.
        name = thing.name.removesuffix(":*")
        if ":db:" not in name and name not in known and name not in bootstrap:
            yield f"nobody knows of {thing.name}"


def main() -> None:
    """Runs the cases that are named, or all."""
    # A shell starts what runs in its background with Ctrl-C ignored, and so would be every child.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ[DATABASES_VARIABLE] = "no"
    failed = False
    for name in sys.argv[1:] or list(CASES):
        with tempfile.TemporaryDirectory(prefix="tidegate-faults-") as folder:
            root = checkout(Path(folder))
            try:
                wrong = prove(name, root)
            except NotHereError as error:
                print(f"skip {name}: {error}", flush=True)
                continue
            finally:
                stop(Project(root).sandbox)
                unmount(root)
        failed |= bool(wrong)
        print(f"{'ok  ' if not wrong else 'FAIL'} {name}", *wrong, sep="\n     ", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
