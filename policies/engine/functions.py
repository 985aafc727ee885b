"""Terraform's functions and operators, as far as they can be computed from values and references.

Source: https://developer.hashicorp.com/terraform/language/functions (checked 2026-11-22). Each returns UNKNOWN, or
raises TypeError or ValueError (which the caller takes for UNKNOWN), where it cannot tell.
"""

import json
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from policies.engine.values import UNKNOWN, Interpolation, Reference, Value, as_text, joined

_VERB = re.compile(r"%(?:[sdvq]|%)")


def operate(sign: str, values: Sequence[Value]) -> Value:
    """The result of an operator; UNKNOWN for one that is not known, or where an operand is not plain."""
    if sign in ("==", "!="):
        return _equal(values[0], values[1], same=sign == "==")
    if sign in ("&&", "||"):
        return _decided(values, by=sign == "||")
    compute = _OPERATORS.get(sign)
    if compute is None or not all(isinstance(value, (bool, int, float)) for value in values):
        return UNKNOWN
    try:
        result: Value = compute(*values)
    except (ZeroDivisionError, TypeError):
        return UNKNOWN
    return result


def _equal(left: Value, right: Value, *, same: bool) -> Value:
    if type(left) is type(right) and left == right and left is not UNKNOWN:
        return same
    plain = all(isinstance(value, (str, bool, int, float)) or value is None for value in (left, right))
    return not same if plain else UNKNOWN


def _decided(values: Sequence[Value], *, by: bool) -> Value:
    if any(value is by for value in values):
        return by
    return not by if all(isinstance(value, bool) for value in values) else UNKNOWN


_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "unary!": operator.not_,
    "unary-": operator.neg,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _items(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _plain(value: Value) -> str:
    text = as_text(value)
    if not isinstance(text, str):
        raise TypeError
    return text


def _distinct(value: Value) -> Value:
    return [item for index, item in enumerate(_items(value)) if item not in _items(value)[:index]]


def _joined(separator: Value, *lists: Value) -> Value:
    items = [item for each in lists for item in _items(each)]
    parts: list[Value] = []
    for item in items:
        parts += [separator, item] if parts else [item]
    return joined(parts)


def _formatted(pattern: Value, *arguments: Value) -> Value:
    text, given = _plain(pattern), list(arguments)
    parts: list[Value] = []
    at = 0
    for verb in _VERB.finditer(text):
        parts.append(text[at : verb.start()])
        at = verb.end()
        if verb[0] == "%q":
            raise ValueError
        parts.append("%" if verb[0] == "%%" else given.pop(0))
    rest = text[at:]
    if "%" in rest or given:
        raise ValueError
    return joined([*parts, rest])


def _format_list(pattern: Value, *arguments: Value) -> Value:
    length = next((len(each) for each in arguments if isinstance(each, list)), 0)
    rows = [[each[index] if isinstance(each, list) else each for each in arguments] for index in range(length)]
    return [_formatted(pattern, *row) for row in rows]


def _merged(*objects: Value) -> Value:
    result: dict[str, Value] = {}
    for each in objects:
        if not isinstance(each, dict):
            raise TypeError
        result |= each
    return result


def _flattened(value: Value) -> Value:
    flat: list[Value] = []
    for item in _items(value):
        flat += _items(_flattened(item)) if isinstance(item, list) else [item]
    return flat


def _first_given(*values: Value) -> Value:
    for value in values:
        if value is UNKNOWN:
            return UNKNOWN
        if value not in (None, ""):
            return value
    return UNKNOWN


def _looked_up(of: Value, key: Value, *default: Value) -> Value:
    if not isinstance(of, dict):
        raise TypeError
    return of.get(_plain(key), default[0] if default else UNKNOWN)


def _replaced(text: Value, old: Value, new: Value) -> Value:
    # Between slashes stands a regular expression.
    return UNKNOWN if _plain(old).startswith("/") else _plain(text).replace(_plain(old), _plain(new))


def _number(value: Value) -> Value:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    text = _plain(value)
    return float(text) if "." in text else int(text)


def _truth(value: Value) -> Value:
    return {"true": True, "false": False}[_plain(value)]


def _text(value: Value) -> Value:
    return value if isinstance(value, Interpolation) else joined([value])


def _decoded(value: Value) -> Value:
    decoded: Value = json.loads(_plain(value))
    return decoded


def encode_json(value: Value) -> Value:
    """`jsonencode`: text in which references stand where their values would."""
    parts: list[Value] = []
    _encode(value, parts)
    return joined(parts)


def _encode(value: Value, parts: list[Value]) -> None:
    if isinstance(value, list):
        _bracketed("[]", [(None, item) for item in value], parts)
    elif isinstance(value, dict):
        _bracketed("{}", sorted(value.items()), parts)
    elif isinstance(value, (Reference, Interpolation)):
        inner = value.parts if isinstance(value, Interpolation) else (value,)
        parts += ['"', *(json.dumps(part)[1:-1] if isinstance(part, str) else part for part in inner), '"']
    else:
        parts.append(UNKNOWN if value is UNKNOWN else json.dumps(value))


def _bracketed(brackets: str, entries: Sequence[tuple[str | None, Value]], parts: list[Value]) -> None:
    parts.append(brackets[0])
    for index, (key, item) in enumerate(entries):
        parts.append(("," if index else "") + ("" if key is None else f"{json.dumps(key)}:"))
        _encode(item, parts)
    parts.append(brackets[1])


def _same(value: Value) -> Value:
    return value


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "coalesce": _first_given,
    "compact": lambda value: [item for item in _items(value) if item not in (None, "")],
    "concat": lambda *lists: [item for each in lists for item in _items(each)],
    "distinct": _distinct,
    "element": lambda value, index: _items(value)[int(_plain(index)) % len(_items(value))],
    "flatten": _flattened,
    "format": _formatted,
    "formatlist": _format_list,
    "join": _joined,
    "jsondecode": _decoded,
    "jsonencode": encode_json,
    "keys": lambda value: sorted(value) if isinstance(value, dict) else UNKNOWN,
    "length": lambda value: len(value) if isinstance(value, (list, dict, str)) else UNKNOWN,
    "lookup": _looked_up,
    "lower": lambda value: _plain(value).lower(),
    "merge": _merged,
    "nonsensitive": _same,
    "one": lambda value: _items(value)[0] if len(_items(value)) == 1 else UNKNOWN,
    "replace": _replaced,
    "sensitive": _same,
    "split": lambda separator, text: list(_plain(text).split(_plain(separator))),
    "tobool": _truth,
    "tolist": _items,
    "tomap": _same,
    "tonumber": _number,
    "toset": _distinct,
    "tostring": _text,
    "trimspace": lambda value: _plain(value).strip(),
    "try": lambda first, *_others: first,
    "upper": lambda value: _plain(value).upper(),
    "values": lambda value: [value[key] for key in sorted(value)] if isinstance(value, dict) else UNKNOWN,
}
