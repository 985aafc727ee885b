"""How often a resource is there: `for_each` and `count`."""

from collections.abc import Mapping
from typing import Any

from policies.engine.evaluation import Scope, evaluate
from policies.engine.values import Value, as_text

Instance = tuple[str | None, Mapping[str, Value]]
"""An instance's key, and what `each.key`, `each.value` or `count.index` are in it."""


def instances(body: Mapping[str, Any], scope: Scope, *, unique: bool = True) -> list[Instance] | None:
    """The instances that a block makes: one without a key, if it has neither argument; None if it cannot be told."""
    if body.get("for_each") is not None:
        return _for_each(evaluate(body["for_each"], scope), unique=unique)
    if body.get("count") is not None:
        return _count(evaluate(body["count"], scope))
    return [(None, {})]


def _for_each(value: Value, *, unique: bool) -> list[Instance] | None:
    if isinstance(value, dict):
        return [(key, _each(key, item)) for key, item in value.items()]
    if not isinstance(value, list):
        return None
    if not unique:
        return [(str(index), _each(index, item)) for index, item in enumerate(value)]
    keys = [as_text(item) for item in value]
    if not all(isinstance(key, str) for key in keys):
        return None
    return [(str(key), _each(str(key), str(key))) for key in dict.fromkeys(keys)]


def _count(value: Value) -> list[Instance] | None:
    text = as_text(value)
    if isinstance(value, bool) or not isinstance(text, str) or not text.isdecimal():
        return None
    return [(str(index), {"count.index": index}) for index in range(int(text))]


def _each(key: Value, value: Value) -> Mapping[str, Value]:
    return {"each.key": key, "each.value": value}
