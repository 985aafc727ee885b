"""What a construct may be configured with, and how text stays text in Terraform."""

import math
import re
from collections.abc import Mapping

_OPEN, _CLOSE = "\ue000", "\ue001"
_TEMPLATE = re.compile(r"\$\{(?!TfToken\[)|%\{")
_EXPRESSION = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
# CDKTF hands out numbers that are not known yet as huge negative floats. Adding 1 to one changes nothing, and
# multiplying one yields a number, so neither can be told from an honest use.
_LARGEST_NUMBER = 1e290


class ConfigurationError(ValueError):
    """A construct was configured with something that CDKTF would drop or change without a word."""


def expression(text: str) -> str:
    """A Terraform expression (`each.value`, `path.module`) to be put into a configuration value."""
    return f"{_OPEN}{text}{_CLOSE}"


def escaped(text: str) -> str:
    """`text` such that Terraform reads it unchanged, but for CDKTF's references and `expression`s in it.

    Source: https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    (checked 2026-11-22).
    """
    literal = _TEMPLATE.sub(lambda found: found[0][0] + found[0], text)
    return _EXPRESSION.sub(r"${\1}", literal)


def guarded(value: object, place: str) -> object:
    """`value` with all text escaped, as a construct's argument called `place`.

    Raises ConfigurationError for what CDKTF gets wrong in silence: a mapping inside a list (its snake_case keys
    vanish), NaN or an infinity (ends the Node process), a number that is not known yet (arithmetic on it is lost).
    """
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, float):
        return _guarded_number(value, place)
    if isinstance(value, Mapping):
        return {escaped(str(key)): guarded(item, f"{place}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_guarded_item(item, f"{place}[{index}]") for index, item in enumerate(value)]
    fields = getattr(value, "_values", None)
    if isinstance(fields, dict):
        return type(value)(**{key: guarded(item, f"{place}.{key}") for key, item in fields.items()})
    return value


def _guarded_item(item: object, place: str) -> object:
    if isinstance(item, Mapping):
        raise ConfigurationError(f"{place}: a mapping inside a list loses its keys; use the binding's struct class")
    return guarded(item, place)


def _guarded_number(value: float, place: str) -> float:
    if math.isnan(value) or math.isinf(value):
        raise ConfigurationError(f"{place}: {value} is not a number that Terraform knows")
    if abs(value) > _LARGEST_NUMBER:
        raise ConfigurationError(f"{place}: a number that is not known yet; refer to it with `expression`")
    return value
