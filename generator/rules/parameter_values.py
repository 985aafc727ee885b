"""Whether a parameter's value is of its type and in its range."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from generator.facts.parameters import Parameter, ParameterType
from generator.rules.base import listed

_BOOLEANS = ("0", "1", "ON", "OFF")
_FEW = 6
_INTEGER = re.compile(r"-?[0-9]{1,20}")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")
_FORMULA_VARIABLE = re.compile(r"\{[^{}]*\}")
_FORMULA_NAMES = ("AllocatedStorage", "DBInstanceClassMemory", "DBInstanceVCPU", "EndPointPort")
_FORMULA = re.compile(rf"\{{({'|'.join(_FORMULA_NAMES)})([*/][0-9]{{1,20}}){{0,4}}\}}")
_CALL = re.compile(r"(GREATEST|LEAST|SUM)\((.*)\)")
_ROLE = "{TrueIfReplica}"
_BY_ROLE = ("read_only", "super_read_only")


def type_problem(known: Parameter, value: str) -> tuple[str, str] | None:
    """What is wrong with the value's type, and how to mend it; None where nothing is."""
    return None if is_formula(known, value) else _PROBLEMS[known.type](known, value)


def _switch(known: Parameter, value: str) -> tuple[str, str] | None:
    fits = value.upper() in _BOOLEANS or (value == _ROLE and known.name in _BY_ROLE)
    return None if fits else (f"is a switch, not `{value}`", 'write "1" or "0"')


def _integer(_: Parameter, value: str) -> tuple[str, str] | None:
    if "{" in value:
        return f"has a formula that RDS does not know, `{value}`", f"use {listed(_FORMULA_NAMES)}, `*` and `/`"
    fits = _INTEGER.fullmatch(value)
    return None if fits else (f"takes a whole number without a unit, not `{value}`", "write the number out")


def _number(_: Parameter, value: str) -> tuple[str, str] | None:
    fits = _NUMBER.fullmatch(value)
    return None if fits else (f"takes a number without a unit, not `{value}`", "write the number out")


def _word(known: Parameter, value: str) -> tuple[str, str] | None:
    fits = value.upper() in _upper(known)
    return None if fits else (f"has no value `{value}`", _choice(known, value))


def _words(known: Parameter, value: str) -> tuple[str, str] | None:
    foreign = [part for part in value.split(",") if value and part.strip().upper() not in _upper(known)]
    return (f"has no value `{foreign[0]}`", _choice(known, foreign[0])) if foreign else None


_PROBLEMS: Mapping[ParameterType, Callable[[Parameter, str], tuple[str, str] | None]] = {
    "boolean": _switch,
    "integer": _integer,
    "number": _number,
    "enumeration": _word,
    "set": _words,
    "string": lambda _known, _value: None,
}


def range_problem(known: Parameter, value: str) -> tuple[str, int | float] | None:
    """What is wrong with a number, and the nearest one that will do; None where nothing is."""
    if known.minimum is None or known.maximum is None or not _NUMBER.fullmatch(value):
        return None
    number = float(value) if "." in value else int(value)
    if known.minimum <= number <= known.maximum:
        return None
    nearest = known.minimum if number < known.minimum else known.maximum
    return f"takes {known.minimum:,} to {known.maximum:,}, not {number:,}", nearest


def is_formula(known: Parameter, value: str) -> bool:
    """Whether the value is a formula of RDS for a parameter that takes a number.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ParamValuesRef.html (checked 2026-11-22).
    """
    if known.type not in ("integer", "number"):
        return False
    call = _CALL.fullmatch(value)
    parts = [part.strip() for part in call[2].split(",")] if call else [value]
    if not call and not _FORMULA_VARIABLE.search(value):
        return False
    return all(_FORMULA.fullmatch(part) or (call and _INTEGER.fullmatch(part)) for part in parts)


def _choice(known: Parameter, value: str) -> str:
    if len(known.values) <= _FEW:
        return f"choose {listed(known.values)}"
    near = get_close_matches(value.upper(), known.values, n=1)
    return f"did you mean `{near[0]}`?" if near else "choose one that MySQL's manual lists"


def _upper(known: Parameter) -> set[str]:
    return {each.upper() for each in known.values}
