"""Reads a stack: from a render or a plan, whichever it is."""

import json
from collections.abc import Mapping
from pathlib import Path

from policies.engine.plan import load_plan
from policies.engine.render import load_render
from policies.engine.stack import Stack, UnreadableStackError


def load(path: Path) -> Stack:
    """The stack in a file: a render or a plan. Raises UnreadableStackError, and OSError if it cannot be read."""
    try:
        data = json.loads(path.read_bytes(), object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise UnreadableStackError(f"{path.name} is not JSON: {error}") from None
    return load_mapping(data)


def load_mapping(data: object) -> Stack:
    """The stack in parsed JSON. Raises UnreadableStackError."""
    if not isinstance(data, Mapping):
        raise UnreadableStackError("it holds no JSON object")
    try:
        if "planned_values" in data or "format_version" in data:
            return load_plan(data)
        return load_render(data)
    except UnreadableStackError:
        raise
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise UnreadableStackError(f"it is neither a render nor a plan: {type(error).__name__}: {error}") from None


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # The last of two equal keys would win here, and another in a reader that takes the first.
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} is there twice in one object")
    return found
