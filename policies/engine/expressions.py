"""A plan's `expressions` (what the configuration says) as values.

Of Terraform's JSON syntax a plan keeps the text of each expression as `constant_value`; of its native syntax only the
names that it refers to, from which no value can be told.
Source: https://developer.hashicorp.com/terraform/internals/json-format#expression-representation (checked 2026-11-22).
"""

from collections.abc import Mapping
from typing import Any

from policies.engine.evaluation import Scope, evaluate
from policies.engine.values import UNKNOWN, Value

_LEAF = frozenset({"constant_value", "references"})


def written(expressions: Mapping[str, Any], scope: Scope) -> dict[str, Value]:
    """What each argument is set to; blocks are lists of such objects."""
    return {name: _value(each, scope) for name, each in expressions.items()}


def _value(expression: object, scope: Scope) -> Value:
    if isinstance(expression, list):
        return [_value(each, scope) for each in expression]
    if not isinstance(expression, Mapping):
        return UNKNOWN
    if expression and not expression.keys() <= _LEAF:
        return written(expression, scope)
    return evaluate(expression["constant_value"], scope) if "constant_value" in expression else UNKNOWN
