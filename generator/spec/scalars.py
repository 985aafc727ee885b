"""What a plain YAML scalar means: YAML 1.2's core schema, and a refusal where 1.1 and 1.2 disagree."""

import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_YAML_1_1_BOOLEAN = frozenset(
    {"y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"}
)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_AMBIGUOUS_NUMBER = re.compile(
    r"[-+]?(0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9][0-9_]*_[0-9_]*|[0-9]+(:[0-5]?[0-9])+"
    r"|(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+|\.[0-9]+|[0-9]+\.|\.(inf|Inf|INF|nan|NaN|NAN))"
)


class AmbiguousScalarError(ValueError):
    """A plain scalar that YAML 1.1 and 1.2, or two people, read differently. `fix` names the way out."""

    def __init__(self, text: str) -> None:
        super().__init__(f"`{text}` without quotes is read differently by different YAML readers")
        self.fix = f'write "{text}" in quotes if text is meant, otherwise true, false or a plain decimal number'


def read_scalar(text: str, *, plain: bool) -> str | int | float | bool | None:
    """The value of a scalar; one in quotes or a block is always text.

    Raises AmbiguousScalarError where a plain scalar has more than one reading.
    Source: https://yaml.org/spec/1.2.2/#103-core-schema and https://yaml.org/type/bool.html
    """
    if not plain:
        return text
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if text in _YAML_1_1_BOOLEAN or _AMBIGUOUS_NUMBER.fullmatch(text):
        raise AmbiguousScalarError(text)
    return text
