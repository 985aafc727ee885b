"""What differs between two renders, for a person, a pull request and a machine."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.differences import Change, Difference, Place
from generator.report.markdown import code, prose
from generator.report.printable import one_line

_MARKS = {"added": "+", "removed": "-", "changed": "~"}
_LONGEST = 100


def as_json(difference: Difference) -> str:
    """Everything, as it is."""
    return json.dumps(asdict(difference), indent=2, ensure_ascii=False) + "\n"


def as_text(difference: Difference) -> str:
    """A line for each change with where it came from, and one for each attribute below."""
    lines = [line for change in difference.changes for line in _lines(change)]
    lines += [f"~ {each}" for each in difference.files]
    return "\n".join([*lines, summary(difference)]) + "\n"


def as_markdown(difference: Difference) -> str:
    """A table for a comment."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters.update(prose=prose, code=code, value=shown, place=_where)
    return templates.get_template("differences.md.j2").render(difference=difference, summary=summary(difference))


def summary(difference: Difference) -> str:
    """How much of each there is, in words."""
    if not difference.changes and not difference.files:
        return "the render stays the same"
    counted = [f"{count} {kind}" for kind in ("added", "removed", "changed") if (count := difference.count(kind))]
    if difference.files:
        counted.append(f"{len(difference.files)} other file{'s' if len(difference.files) > 1 else ''} changed")
    return ", ".join(counted)


def shown(value: object) -> str:
    """A value in one line, cut where it is long."""
    text = one_line(json.dumps(value, ensure_ascii=False, default=str)) if value is not None else "nothing"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _lines(change: Change) -> Iterator[str]:
    yield f"{_MARKS[change.kind]} {change.address}{_behind(change.place)}"
    for each in change.attributes:
        place = each.place if each.place != change.place else None
        yield f"    {each.path}: {shown(each.before)} -> {shown(each.after)}{_behind(place)}"


def _behind(place: Place | None) -> str:
    return f"  ({_where(place)})" if place else ""


def _where(place: Place | None) -> str:
    return f"{place.file}:{place.line}:{place.column} {place.spec}" if place else ""


FORMATS: Mapping[str, Callable[[Difference], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
