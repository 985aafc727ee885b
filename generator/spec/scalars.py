"""What an unquoted YAML scalar means, given what the spec takes at its place."""

import re

from generator.spec.places import Place

Scalar = str | int | float | bool | None

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off"})
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_EXPONENT = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?")
_OTHER_NUMBER = re.compile(r"[-+]?(0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9][0-9_]*|[0-9]+(:[0-5]?[0-9])+|\.(inf|nan))", re.I)
_MOST_DIGITS = 30
"""Longer numbers are left as text: no value of a spec has them, and Python takes long to convert very long ones."""


class AmbiguousNumberError(ValueError):
    """Something like a number that YAML readers do not agree on. `plain` is the number that may be meant."""

    def __init__(self, text: str, plain: str | None) -> None:
        super().__init__(f"`{text}` is read as different numbers, or as text, by different YAML readers")
        self.plain = plain


def read_scalar(text: str, *, plain: bool, place: Place | None) -> Scalar:
    """The value of a scalar; one in quotes or a block is always text.

    Where the spec takes text, an unquoted scalar is what is written: `8.40`, `0123`, `1e3`, `no` and `12:30` stay
    so, whatever YAML calls them. Where it takes a number, only one that all YAML readers agree on is a number, and
    AmbiguousNumberError is raised for others. Where it takes a truth value, YAML 1.1's words are understood as well.
    Source: https://yaml.org/spec/1.2.2/#103-core-schema and https://yaml.org/type/bool.html
    """
    if not plain:
        return text
    if text in _NULL:
        return None
    kind = place.kind if place else "text"
    if kind == "true or false":
        return _truth(text)
    return _number(text, kind) if kind in ("whole number", "number") else text


def _truth(text: str) -> Scalar:
    word = text.lower()
    return word in _TRUE if word in _TRUE | _FALSE else text


def _number(text: str, kind: str) -> Scalar:
    if len(text) > _MOST_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if kind == "number" and _EXPONENT.fullmatch(text) and not _OTHER_NUMBER.fullmatch(text):
        return float(text)
    if _EXPONENT.fullmatch(text) or _OTHER_NUMBER.fullmatch(text):
        raise AmbiguousNumberError(text, _plain(text))
    return text


def _plain(text: str) -> str | None:
    digits = text.replace("_", "")
    if not _EXPONENT.fullmatch(digits):
        return None
    value = float(digits)
    return str(int(value)) if value.is_integer() else str(value)
