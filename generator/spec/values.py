"""Findings on values that have the wrong type, or the right type and the wrong form."""

import re
from typing import Any, Protocol

from pydantic_core import ErrorDetails

from generator.nearest import nearest
from generator.spec import syntax_rules as rules
from generator.spec.document import Path, Position
from generator.spec.faults import Faults
from generator.spec.places import Place

_LONGEST_SHOWN = 60
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]+)?")
_ARTICLES = {
    "text": "text",
    "whole number": "a whole number",
    "number": "a number",
    "true or false": "true or false",
    "list": "a list",
    "mapping": "a mapping",
}


class Located(Protocol):
    """Where a fault stands."""

    @property
    def path(self) -> Path:
        """Its path in the spec."""

    @property
    def at(self) -> Position:
        """Its place in the file."""


def quoted(value: object) -> str:
    """A value as a message shows it: between backticks, and not endlessly long."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text}`" if len(text) <= _LONGEST_SHOWN else f"`{text[:_LONGEST_SHOWN]}…`"


def refuse_type(value: object, name: str, place: Place, fault: Located, faults: Faults) -> None:
    """Adds the finding on a value that is of another type than its key takes."""
    wanted = _one_of(place.choices) if place.choices else _ARTICLES[place.kind]
    shown = quoted(value) if place.kind == "true or false" and isinstance(value, str) else _shown(value)
    message = f"`{name or 'the spec'}` takes {wanted}, not {shown}"
    faults.add(rules.WRONG_TYPE, message, _type_fix(value, place), fault.at, fault.path)


def refuse_form(
    detail: ErrorDetails, name: str, it_does: str, place: Place | None, fault: Located, faults: Faults
) -> None:
    """Adds the finding on a value of the right type that its key does not take.

    `name` is what messages call it; `it_does` starts a sentence that goes on with `not match`.
    """
    if detail["type"] == "value_error" and isinstance(detail["input"], dict):
        faults.add(rules.INCONSISTENT, _own_words(detail), _INCONSISTENT_FIX, fault.at, fault.path)
        return
    message, fix = _form(detail, name, it_does, place)
    faults.add(rules.NOT_ALLOWED, message, fix, fault.at, fault.path)


_INCONSISTENT_FIX = "give exactly the keys that belong together"


def _own_words(detail: ErrorDetails) -> str:
    return detail["msg"].removeprefix("Value error, ")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"the text {quoted(value)}" if isinstance(value, str) and _NUMBER.fullmatch(value) else quoted(value)


def _type_fix(value: object, place: Place) -> str:
    if place.kind == "mapping":
        if isinstance(value, str) and ":" in value:
            return "put a space behind the colon"
        return f"write its keys: {', '.join(place.keys)}" if place.keys else "write a name, a colon and a value"
    if place.kind == "list":
        return "write each entry in a line of its own behind `- `, or all in [brackets]"
    if place.kind == "text":
        return "write one text; in quotes if it starts with a bracket or a brace"
    if place.kind != "true or false" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return "take the quotes off"
    return f"write {_ARTICLES[place.kind]}"


def _form(detail: ErrorDetails, name: str, it_does: str, place: Place | None) -> tuple[str, str]:
    value, limits = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "literal_error":
            choices = place.choices if place else ()
            near = nearest(str(value), choices)
            fix = f"did you mean `{near}`?" if near else "write one of them"
            return f"{name} takes {_one_of(choices)}, not {_shown(value)}", fix
        case "string_pattern_mismatch":
            return _pattern(it_does, limits["pattern"], place)
        case "greater_than_equal":
            return f"{name} is {quoted(value)}; the least is {limits['ge']}", f"write {limits['ge']} or more"
        case "less_than_equal":
            return f"{name} is {quoted(value)}; the most is {limits['le']}", f"write {limits['le']} or less"
        case "string_too_short" | "string_too_long" | "too_short" | "too_long":
            return _length(detail["type"], name, value, limits)
        case _:
            return f"{name}: {_own_words(detail)}", "see the key's description in docs/spec.md"


def _pattern(it_does: str, pattern: str, place: Place | None) -> tuple[str, str]:
    example = place.examples[0] if place and place.examples else None
    fix = f"write it like `{example}`" if example else "write text of that form"
    return f"{it_does} not match {pattern}", fix


def _length(kind: str, name: str, value: object, limits: dict[str, Any]) -> tuple[str, str]:
    number = len(value) if isinstance(value, (str, list, dict)) else 0
    unit = "character" if isinstance(value, str) else "entry"
    short = kind.endswith("short")
    limit = limits["min_length"] if short else limits["max_length"]
    word = "least" if short else "most"
    return f"{name} has {_count(number, unit)}; the {word} is {limit}", f"give at {word} {_count(limit, unit)}"


def _count(number: int, unit: str) -> str:
    plural = "entries" if unit == "entry" else f"{unit}s"
    return f"{number} {unit if number == 1 else plural}"


def _one_of(choices: tuple[str, ...]) -> str:
    return " or ".join([", ".join(choices[:-1]), choices[-1]]) if len(choices) > 1 else "".join(choices)
