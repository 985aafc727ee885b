"""The set-up as a command: takes the steps that are not done yet, one call at a time, and explains what stops it."""

import errno
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from generator.cache import cache_directory, jsii_cache_directory
from generator.errors import TidegateError
from generator.facts.toolchain import toolchain
from generator.setup.checkout import Checkout
from generator.setup.exclusive import exclusive
from generator.setup.faults import disk_full
from generator.setup.machine import require_node, require_room, require_venv
from generator.setup.process import own_environment, run
from generator.setup.progress import Progress
from generator.setup.steps import Step, steps
from generator.terraform.executable import find_terraform
from generator.terraform.mirror import find_mirror

ROOT = Path(__file__).resolve().parents[2]


def set_up_here() -> int:
    """Sets up the checkout that this file is part of. Returns the exit code: 0, 2, or 130 where interrupted."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    progress = Progress(sys.stderr)
    try:
        set_up(Checkout(ROOT, cache_directory()), progress)
    except TidegateError as error:
        return _report(progress, str(error), error.fix)
    except KeyboardInterrupt:
        progress.note("interrupted; the next call takes the set-up up again")
        return 130
    except OSError as error:
        where = str(error.filename or ROOT)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            full = disk_full(where)
            return _report(progress, str(full), full.fix)
        return _report(progress, f"{where}: {error.strerror or error}", "mend what the message names, and call again")
    return 0


def set_up(checkout: Checkout, progress: Progress) -> None:
    """Takes every step that is not done. Raises TidegateError where the machine or the network does not allow it."""
    if not _pending(checkout, ()):
        return
    with exclusive(checkout.lock, partial(_say_waiting, progress)) as lock:
        # Whoever held the lock may have done it all.
        if pending := _pending(checkout, (lock,)):
            _take(pending, checkout, progress)


def _pending(checkout: Checkout, keep_open: tuple[int, ...]) -> list[Step]:
    environment = own_environment()
    jsii_cache = jsii_cache_directory(environment)

    def logged(command: Sequence[str | Path]) -> None:
        checkout.log.parent.mkdir(exist_ok=True)
        run(command, folder=checkout.root, log=checkout.log, environment=environment, keep_open=keep_open)

    return [step for step in steps(checkout, jsii_cache, logged) if not step.is_done()]


def _take(pending: Sequence[Step], checkout: Checkout, progress: Progress) -> None:
    progress.begin("set-up, this once")
    require_venv()
    if not checkout.python.exists():
        require_room(checkout)
    with progress.step("Node.js and Terraform"):
        node = require_node()
        terraform = find_terraform(checkout.cache)
    mirror = find_mirror()
    for step in pending:
        with progress.step(step.title):
            step.take()
    provider = f"AWS provider {toolchain().provider.version} from {mirror or 'its registry'}"
    progress.end(f"Node.js {node.version}, Terraform {terraform.version} at {terraform.path}, {provider}")


def _say_waiting(progress: Progress, process: str) -> None:
    progress.note(f"waiting: another set-up of this checkout is at work (process {process or 'unknown'})")


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _report(progress: Progress, message: str, fix: str) -> int:
    error = "\033[1;31merror\033[0m" if sys.stderr.isatty() and not os.environ.get("NO_COLOR") else "error"
    progress.note(f"{error}: {message}\n  fix: {fix}")
    return 2
