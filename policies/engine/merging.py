"""Planned values and what the configuration says, in one.

What is planned is what will be, with defaults and in AWS's own spelling; but a value that AWS has yet to give is only
"unknown" there, and a reference has become the text that it came to. So references are taken from the configuration.
"""

from collections.abc import Mapping
from typing import Any

from policies.engine.values import UNKNOWN, Interpolation, Reference, Unknown, Value, as_text


class _Missing:
    """The type of MISSING."""


MISSING = _Missing()
"""Stands for an argument that the configuration does not have."""


def merged(planned: Mapping[str, Any], unknown: object, said: Mapping[str, Value]) -> dict[str, Value]:
    """The values of one resource: those planned, and where `unknown` is true, those that the configuration `said`.

    What AWS decides by itself, and is not planned yet, is not among them: it is as good as not set.
    """
    later = unknown if isinstance(unknown, Mapping) else {}
    names = [*planned, *(name for name in later if name not in planned)]
    found = {name: _value(planned.get(name), later.get(name, False), said.get(name, MISSING)) for name in names}
    return {name: value for name, value in found.items() if not isinstance(value, _Missing)}


def as_first_planned(
    planned: Mapping[str, Any], unknown: object, said: Mapping[str, Value], *, drop: bool
) -> dict[str, object]:
    """What was unknown when the resource was first planned: a policy says the same of it before and after an apply.

    That is what refers to something else, and, with `drop`, the texts, lists and objects that nobody configured: AWS
    has answered them since.
    """
    later = unknown if isinstance(unknown, Mapping) else {}
    answered = {name: _answered(value, said.get(name, MISSING), drop) for name, value in planned.items()}
    return {**later, **{name: each for name, each in answered.items() if each}}


def _answered(value: Any, said: "Value | _Missing", drop: bool) -> object:
    """True where a value was unknown; for blocks, what of each was."""
    if isinstance(said, _Missing):
        return drop and isinstance(value, (str, list, Mapping))
    if _refers(said):
        return True
    blocks = [each for each in (said if isinstance(said, list) else [said]) if isinstance(each, dict)]
    if not blocks or not isinstance(value, list):
        return False
    # A set is planned in an order of its own: what none of the blocks says, nobody has configured.
    everything = {name: each for block in blocks for name, each in block.items()}
    return [as_first_planned(item, {}, everything, drop=drop) for item in value if isinstance(item, Mapping)]


def _refers(said: Value) -> bool:
    if isinstance(said, dict):
        return any(_refers(each) for each in said.values())
    if isinstance(said, list):
        return any(_refers(each) for each in said)
    return isinstance(said, (Reference, Interpolation, Unknown))


def _value(planned: Any, unknown: object, said: "Value | _Missing") -> "Value | _Missing":
    if unknown is True:
        return said
    if isinstance(planned, Mapping):
        inside = said if isinstance(said, dict) else _every(planned, unknown, said)
        return merged(planned, unknown, inside)
    if isinstance(planned, list):
        return _list(planned, unknown if isinstance(unknown, list) else [], said)
    known: Value = planned
    # What is only written to AWS, and never read, is planned as null.
    from_configuration = isinstance(said, Reference) or (known is None and not isinstance(said, _Missing))
    return said if from_configuration else known


def _every(planned: Mapping[str, Any], unknown: object, said: "Value | _Missing") -> dict[str, Value]:
    """What is said of each part of an object of which only a whole is said."""
    if isinstance(said, _Missing):
        return {}
    names = {*planned, *(unknown if isinstance(unknown, Mapping) else ())}
    return {str(name): said if isinstance(said, Unknown) else UNKNOWN for name in names}


def _list(planned: list[Any], unknown: list[object], said: "Value | _Missing") -> Value:
    if isinstance(said, dict):
        said = [said]
    if not isinstance(said, list):
        return _items(planned, unknown, [UNKNOWN] * len(planned))
    if not any(isinstance(item, (Mapping, list)) for item in planned):
        refers = any(isinstance(item, (Reference, Interpolation)) for item in said)
        return said if refers or _holds_true(unknown) else list(planned)
    return _items(planned, unknown, _matched(planned, said))


def _items(planned: list[Any], unknown: list[object], said: list[Value]) -> Value:
    items: list[Value] = []
    for index, item in enumerate(planned):
        value = _value(item, unknown[index] if index < len(unknown) else False, said[index])
        items.append(UNKNOWN if isinstance(value, _Missing) else value)
    return items


def _matched(planned: list[Any], said: list[Value]) -> list[Value]:
    """For each planned block the one that the configuration wrote: a set is planned in an order of its own."""
    left = list(said)
    found: list[Value] = []
    for index, item in enumerate(planned):
        in_place = [said[index]] if index < len(said) and any(each is said[index] for each in left) else []
        fitting = next((each for each in (*in_place, *left) if _fits(item, each)), UNKNOWN)
        left = [each for each in left if each is not fitting]
        found.append(fitting)
    return found


def _fits(planned: Any, said: Value) -> bool:
    """Whether a planned value may be what came of the one that the configuration says."""
    if isinstance(said, (Reference, Interpolation, Unknown)) or planned is None:
        return True
    if isinstance(said, dict):
        return isinstance(planned, Mapping) and all(_fits(planned.get(name), each) for name, each in said.items())
    if isinstance(said, list):
        return isinstance(planned, list) and _fit_as_sets(planned, said)
    return said is None or isinstance(planned, (Mapping, list)) or as_text(planned) == as_text(said)


def _fit_as_sets(planned: list[Any], said: list[Value]) -> bool:
    return all(any(_fits(each, item) for each in planned) for item in said) if planned else True


def _holds_true(unknown: object) -> bool:
    if isinstance(unknown, list):
        return any(_holds_true(item) for item in unknown)
    return unknown is True
