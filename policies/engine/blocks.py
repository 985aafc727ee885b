"""Which attributes are maps: everything else that holds an object is a block, and is kept as a list of them."""

import json
from functools import cache
from pathlib import Path

from policies.engine.values import Value

_DATA = Path(__file__).parents[1] / "data" / "map_attributes.json"
_METADATA = frozenset({"//"})


@cache
def _table() -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    return frozenset(data["maps"]), {name: frozenset(types) for name, types in data["blocks"].items()}


def is_map(kind: str, name: str) -> bool:
    """Whether the attribute called `name`, of a resource type, takes a map with free keys."""
    maps, blocks = _table()
    return name in maps and kind not in blocks.get(name, ())


def in_blocks(kind: str, values: dict[str, Value]) -> dict[str, Value]:
    """`values` of a resource type with every block, a single one too, as a list of objects."""
    return {name: _attribute(kind, name, value) for name, value in values.items() if name not in _METADATA}


def _attribute(kind: str, name: str, value: Value) -> Value:
    if isinstance(value, dict):
        return value if is_map(kind, name) else [in_blocks(kind, value)]
    if isinstance(value, list):
        return [in_blocks(kind, item) if isinstance(item, dict) else item for item in value]
    return value
