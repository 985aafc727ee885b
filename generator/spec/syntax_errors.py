"""What libyaml says of text that is not YAML, in the words of someone who edits a spec."""

import re
from dataclasses import dataclass

import yaml

from generator.spec import syntax_rules as rules
from generator.spec.faults import Faults
from generator.spec.lines import Position, first_on_each_line, split_lines

_TAB_INDENT = re.compile(r"^ *(\t)")
_QUOTE = "put the value in quotes"

_Told = tuple[str, str]
"""What is wrong, and the fix."""

_AT_PROBLEM: dict[str, _Told] = {
    "mapping values are not allowed": (
        "a key and its value do not belong here: the line is indented further than the one before, or the value "
        "before holds a colon and a space",
        "indent the key like its neighbours, or put the value with the colon in quotes",
    ),
    "block sequence entries are not allowed": (
        "a list entry cannot start here",
        "start the list on a line of its own, or put the text in quotes",
    ),
    "did not find expected '-' indicator": (
        "this is no entry of the list that it is indented like",
        "start the entry with `- `, or indent the line like the mapping that it belongs to",
    ),
    "found unknown escape character": (
        'the backslash in these "double quotes" starts an escape that YAML does not know',
        "use 'single quotes', or write two backslashes",
    ),
    "found undefined tag handle": ("the value starts with `!`, which makes it a YAML tag", _QUOTE),
    "did not find expected key": (
        "this line fits nowhere: its indentation is that of no mapping above it",
        "indent it like its neighbours",
    ),
    "did not find expected node content": ("a value is missing here", "write the value, or take out the comma"),
    "did not find expected comment or line break": ("text cannot follow here", _QUOTE),
}

_AT_START: dict[str, _Told] = {
    "did not find expected ',' or ']'": (
        "this `[` is not closed, or a comma is missing",
        "close it with `]`",
    ),
    "did not find expected ',' or '}'": (
        "this `{` is not closed, or a comma is missing",
        "close it with `}`",
    ),
    "found unexpected end of stream": ("this quote is never closed", "close the quote"),
    "found unexpected document indicator": ("this quote is never closed", "close the quote"),
    "could not find expected ':'": ("this line has no `key: value`", "put a colon and a space behind the key"),
}
"""The same for problems that are about where the unfinished thing starts, not about where libyaml gave up."""


@dataclass(frozen=True, slots=True)
class _Problem:
    what: str
    at: Position
    start: Position
    last: yaml.ScalarEvent | None


def add_syntax_error(error: yaml.YAMLError, text: str, last: yaml.ScalarEvent | None, faults: Faults) -> None:
    """Adds what libyaml stopped at: one finding, or one for each line that is indented with a tab.

    `last` is the scalar that was read before.
    """
    if not isinstance(error, yaml.MarkedYAMLError):
        faults.add(rules.NOT_YAML, f"not YAML: {error}", "mend the YAML", Position(1, 1))
        return
    at = _position(error.problem_mark, text)
    tabs = [position for position, _ in first_on_each_line(_TAB_INDENT, text)]
    if any(tab.line == at.line for tab in tabs):
        for tab in tabs:
            faults.add(rules.NOT_YAML, "the line is indented with a tab", "indent it with spaces", tab)
        return
    start = _position(error.context_mark, text) if error.context_mark else at
    message, fix, position = _explain(_Problem(str(error.problem), at, start, last), text)
    faults.add(rules.NOT_YAML, message, fix, position)


def _explain(problem: _Problem, text: str) -> tuple[str, str, Position]:
    if "cannot start any token" in problem.what:
        character = (split_lines(text)[problem.at.line - 1] + " ")[problem.at.column - 1]
        return f"text cannot start with `{character}`", _QUOTE, problem.at
    if quote := _after_quote(problem):
        return quote
    if problem.what.startswith("did not find expected ',' or") and problem.at.line == problem.start.line:
        return "a comma is missing here, or text that holds a colon has no quotes", _QUOTE, problem.at
    for table, position in ((_AT_PROBLEM, problem.at), (_AT_START, problem.start)):
        for start, told in table.items():
            if problem.what.startswith(start):
                return *told, position
    return f"not YAML: {problem.what}", "mend the YAML at this place", problem.at


def _after_quote(problem: _Problem) -> tuple[str, str, Position] | None:
    """The finding if what stopped libyaml follows a closing quote, which then may be an opening one."""
    last = problem.last
    if not last or last.style not in ("'", '"') or last.start_mark is None or last.end_mark is None:
        return None
    opened = Position(last.start_mark.line + 1, last.start_mark.column + 1)
    closed = Position(last.end_mark.line + 1, last.end_mark.column + 1)
    if closed.line != problem.at.line:
        return None
    if opened.line != closed.line:
        return f"this quote is closed only in line {closed.line}", "close the quote in its own line", opened
    if "did not find expected" in problem.what:
        return "something follows a closing quote", "quote the whole value, and double a quote inside it", problem.at
    return None


def _position(mark: yaml.Mark | None, text: str) -> Position:
    """The mark as a position inside the text: libyaml may stop in the line after the last one."""
    if mark is None:
        return Position(1, 1)
    last = max(len(split_lines(text.rstrip())), 1)
    return Position(mark.line + 1, mark.column + 1) if mark.line < last else Position(last, 1)
