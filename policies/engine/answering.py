"""What a policy says of the one resource that checkov hands to a check.

checkov hands it over without the rest. The file that it scans is read again here, once, and judged as a whole; a check
then answers with what was said of its resource. It never raises: checkov would count that as nothing found.
"""

import inspect
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from policies.engine.loading import load
from policies.engine.overrides import is_harmless_override
from policies.engine.policy import PROVIDER, Policy, Violation, as_reported, violations
from policies.engine.stack import Stack, UnreadableStackError

_ADDRESS = "__address__"


def answer(policy: Policy, address: str, file: Path | None) -> list[Violation] | None:
    """What a policy says of one resource of a file, by its address without key; None if it does not apply to it.

    For PROVIDER it is what it says of all that checkov does not see.
    """
    if file is None:
        return [Violation("checkov did not say which file it scans")]
    if is_harmless_override(file):
        return None
    try:
        status = file.stat()
        stack, said = _judged(policy, file, (status.st_ino, status.st_mtime_ns, status.st_size))
    except (UnreadableStackError, OSError) as error:
        return [Violation(f"the stack cannot be read: {error}")]
    except Exception as error:
        return [Violation(f"the policy failed: {type(error).__name__}: {error}")]
    if address != PROVIDER and address not in stack.by_address and address not in stack.absent:
        return [Violation(f"{address} is not in the stack that was read")]
    return said.get(address)


def forget() -> None:
    """Drops what is known of files: two of them can have the same name, size and time."""
    _judged.cache_clear()
    _loaded.cache_clear()


@lru_cache(maxsize=2048)
def _judged(policy: Policy, file: Path, state: tuple[int, ...]) -> tuple[Stack, Mapping[str, list[Violation]]]:
    stack = _loaded(file, state)
    return stack, as_reported(violations(policy, stack), stack)


@lru_cache(maxsize=4)
def _loaded(file: Path, state: tuple[int, ...]) -> Stack:
    del state
    return load(file)


def scanned_file() -> Path | None:
    """The file that checkov is scanning.

    A check is told a path that is relative to a folder it does not know; the runner, further up the stack of calls,
    has it in full.
    """
    frame = inspect.currentframe()
    while frame is not None:
        found = frame.f_locals.get("full_file_path")
        if found is not None:
            return Path(str(getattr(found, "file_path", found)))
        frame = frame.f_back
    return None


def address_of(block: str, conf: Mapping[str, Any], kind: str, entity: str) -> str:
    """The address, without a key, of what a check looks at: as the plan says it, or from the end of `entity`."""
    if block == PROVIDER:
        return PROVIDER
    said = conf.get(_ADDRESS)
    if isinstance(said, str):
        return said.split("[")[0]
    name = entity.rpartition(":")[2]
    return f"data.{kind}.{name}" if block == "data" else f"{kind}.{name}"
