"""Turns what pydantic says of a spec's shape into findings at the line of the fault."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.nearest import nearest
from generator.spec import syntax_rules as rules
from generator.spec.document import Document, Path, Position, dotted
from generator.spec.faults import MOST_FAULTS, Faults
from generator.spec.places import Place
from generator.spec.values import quoted, refuse_form, refuse_type

_ABOUT_KEY = "[key]"
"""What pydantic ends a location with if the key is at fault, not its value."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """One of pydantic's errors, at the place of the document that it is about."""

    detail: ErrorDetails
    path: Path
    at: Position

    @property
    def kind(self) -> str:
        """Pydantic's name for the error."""
        return self.detail["type"]


def add_shape_findings(
    error: ValidationError, document: Document, root: Place, unsure: frozenset[Path], faults: Faults
) -> None:
    """Adds a finding for each of pydantic's errors, except where something has a finding already.

    `unsure` are the paths whose value is not, or not all of, what was meant.
    """
    by_place = {(fault.path, fault.kind == "missing"): fault for fault in _located(error, document)}
    first = sorted(by_place.values(), key=lambda each: each.at)[: MOST_FAULTS + 1]
    misspelled = {meant for fault in first if (meant := _meant(fault, root))}
    for fault in first:
        missing = fault.kind == "missing"
        explained = fault.path[:-1] in unsure or fault.path in misspelled if missing else fault.path in unsure
        if not explained:
            _add(fault, document, root, faults)


def _located(error: ValidationError, document: Document) -> Iterator[_Fault]:
    for detail in error.errors(include_url=False):
        path: Path = tuple(step for step in detail["loc"] if step != _ABOUT_KEY)
        # Behind the path of a value that may have several types, pydantic names the type that it tried.
        while detail["type"] != "missing" and path and path not in document.values:
            path = path[:-1]
        about_key = detail["type"] == "extra_forbidden" or _ABOUT_KEY in detail["loc"]
        yield _Fault(detail, path, document.key_position(path) if about_key else document.position(path))


def _add(fault: _Fault, document: Document, root: Place, faults: Faults) -> None:
    name, place, value = dotted(fault.path), root.at(fault.path), document.at(fault.path)
    if fault.kind == "missing":
        faults.add(rules.MISSING_KEY, f"`{name}` is missing", _add_key(fault.path[-1], place), fault.at, fault.path)
    elif fault.kind == "extra_forbidden":
        _add_unknown_key(fault, root, faults)
    elif _ABOUT_KEY in fault.detail["loc"]:
        key = f"the key {quoted(fault.path[-1])}"
        refuse_form(fault.detail, key, f"{key} does", root.at(fault.path[:-1]), fault, faults)
    elif value is None:
        faults.add(rules.NO_VALUE, f"`{name}` has no value", _give_value(fault.path, place), fault.at, fault.path)
    elif fault.kind.endswith("_type") and place:
        refuse_type(value, name, place, fault, faults)
    else:
        refuse_form(fault.detail, f"`{name}`", f"`{name}` is {quoted(value)}, which does", place, fault, faults)


def _add_key(key: str | int, place: Place | None) -> str:
    return f"add it, for example `{key}: {place.examples[0]}`" if place and place.examples else f"add `{key}`"


def _give_value(path: Path, place: Place | None) -> str:
    if path and isinstance(path[-1], int):
        return "write the entry behind `- `, or take the line out"
    if place and place.required:
        return f"write a value behind `{path[-1]}:`"
    return f"write a value behind `{path[-1]}:`, or take the key out for its default"


def _add_unknown_key(fault: _Fault, root: Place, faults: Faults) -> None:
    key = str(fault.path[-1])
    above = root.at(fault.path[:-1])
    meant = _meant(fault, root)
    homes = list(root.homes(key))
    if meant:
        fix = f"did you mean `{meant[-1]}`?"
    elif homes:
        fix = f"move it to `{homes[0]}`" if homes[0] else "move it to the top level"
    else:
        fix = f"take it out; the keys here are {', '.join(above.keys) if above else ''}"
    faults.add(rules.UNKNOWN_KEY, f"{quoted(key)} is not a key of the spec here", fix, fault.at, fault.path)


def _meant(fault: _Fault, root: Place) -> Path | None:
    """The path that an unknown key's path is a misspelling of."""
    above = root.at(fault.path[:-1])
    if fault.kind != "extra_forbidden" or above is None:
        return None
    near = nearest(str(fault.path[-1]), above.keys)
    return (*fault.path[:-1], near) if near else None
