"""Reads YAML into a `Document`, event by event: positions by construction, no recursion, no expansion."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from generator.spec import syntax_rules as rules
from generator.spec.document import Document, Path, Position
from generator.spec.faults import Faults
from generator.spec.places import Place
from generator.spec.reading import LOST, NOT_TEXT, name_of
from generator.spec.scalars import AmbiguousNumberError, read_scalar
from generator.spec.syntax_errors import add_syntax_error

MOST_LEVELS = 20
_QUOTED = ("'", '"', "|", ">")
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What could be read of a file: `document` is None if that is nothing.

    Below a path of `unsure` something is missing or unlike what is written, for a reason that has a finding already.
    """

    document: Document | None
    unsure: frozenset[Path]


@dataclass(slots=True)
class _Open:
    """A mapping or a list whose end has not come yet; `key` is the one whose value comes next."""

    path: Path
    place: Place | None
    data: dict[str, object] | list[object]
    key: str | None = None

    def next_step(self) -> str | int:
        """The key or the index of the value that comes next."""
        return len(self.data) if isinstance(self.data, list) else self.key or ""

    def put(self, value: object) -> None:
        """Puts the value that came."""
        if isinstance(self.data, list):
            self.data.append(value)
        else:
            self.data[self.key or ""] = value
            self.key = None


@dataclass(slots=True)
class _Builder:
    root: Place
    faults: Faults
    data: object = None
    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)
    unsure: set[Path] = field(default_factory=set)
    open: list[_Open] = field(default_factory=list)
    just_closed: list[Path] = field(default_factory=list)
    last: Path = ()
    last_scalar: yaml.ScalarEvent | None = None
    to_skip: int = 0
    levels_skipped: int = 0

    def take(self, event: yaml.Event) -> None:
        """Takes in the next event of the document."""
        if isinstance(event, yaml.ScalarEvent):
            self.last_scalar = event
        if self.to_skip:
            self._skip(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.just_closed.append(self.open.pop().path)
            return
        elif self.open and isinstance(self.open[-1].data, dict) and self.open[-1].key is None:
            self._take_key(event, self.open[-1], self.open[-1].data)
        else:
            self._take_value(event)
        self.just_closed.clear()

    def break_off(self) -> None:
        """What is open or was closed just now, and the value read last, may go on in what could not be read."""
        self.unsure |= {self.last, *self.just_closed, *(part.path for part in self.open)}

    def _skip(self, event: yaml.Event) -> None:
        self.levels_skipped += isinstance(event, yaml.CollectionStartEvent)
        self.levels_skipped -= isinstance(event, yaml.CollectionEndEvent)
        self.to_skip -= self.levels_skipped == 0

    def _take_key(self, event: yaml.Event, parent: _Open, data: dict[str, object]) -> None:
        at = _position(event)
        if not isinstance(event, yaml.ScalarEvent):
            fix = "write text in front of the colon; a value that starts with {, [ or * needs quotes"
            self._leave_out(parent, 2)
            self.faults.add(rules.BAD_KEY, "this key is not text", fix, at, parent.path)
            self._skip(event)
            return
        path = (*parent.path, event.value)
        self._refuse_decoration(event, path)
        if LOST in event.value:
            self._leave_out(parent, 1)
        elif _is_plain(event, ""):
            self._leave_out(parent, 1)
            self.faults.add(rules.BAD_KEY, "this key is empty", "write a key in front of the colon", at, parent.path)
        elif _is_plain(event, "<<"):
            self._leave_out(parent, 1)
            message, fix = "a merge key takes values from another line", "write the keys and values here"
            self.faults.add(rules.ALIAS, message, fix, at, parent.path)
        elif event.value in data:
            self.to_skip = 1
            message = f"`{event.value}` stands twice in this mapping, first in line {self.keys[path].line}"
            self.faults.add(rules.DUPLICATE_KEY, message, "keep one of the two", at, path)
        else:
            self.keys[path] = at
            parent.key = event.value

    def _leave_out(self, parent: _Open, nodes: int) -> None:
        """Skips the next nodes (a value, or a key and its value), without which the mapping is not complete."""
        self.to_skip = nodes
        self.unsure.add(parent.path)

    def _take_value(self, event: yaml.Event) -> None:
        parent = self.open[-1] if self.open else None
        if parent is None:
            self.data = self._value(event, (), self.root)
            return
        step = parent.next_step()
        place = parent.place.inside(step) if parent.place else None
        parent.put(self._value(event, (*parent.path, step), place))

    def _value(self, event: yaml.Event, path: Path, place: Place | None) -> object:
        self.values[path] = _position(event)
        self.last = path
        if isinstance(event, yaml.AliasEvent):
            fix = "write the value here"
            message = f"`*{event.anchor}` stands for a value of another line"
            self.faults.add(rules.ALIAS, message, fix, _position(event), path)
            self.unsure.add(path)
            return None
        self._refuse_decoration(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path, place)
        data: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(path, place, data))
        return data

    def _scalar(self, event: yaml.ScalarEvent, path: Path, place: Place | None) -> object:
        if LOST in event.value:
            self.unsure.add(path)
        elif bad := NOT_TEXT.search(event.value):
            message = f"an escape in this text makes {name_of(bad[0])}"
            self.faults.add(rules.NOT_TEXT, message, "take the escape out", _position(event), path)
        try:
            return read_scalar(event.value, plain=event.style not in _QUOTED, place=place)
        except AmbiguousNumberError as ambiguous:
            fix = f"write {ambiguous.plain} if that is meant" if ambiguous.plain else "write a plain decimal number"
            self.faults.add(rules.AMBIGUOUS_NUMBER, str(ambiguous), fix, _position(event), path)
            self.unsure.add(path)
            return event.value

    def _refuse_decoration(self, event: yaml.Event, path: Path) -> None:
        assert isinstance(event, yaml.NodeEvent)
        if event.anchor is not None:
            message = f"`&{event.anchor}` names a value for use in other lines"
            self.faults.add(rules.ALIAS, message, "take the anchor out", _position(event), path)
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            message, fix = f"`{shown}` is a YAML tag", "take the tag out; text that starts with `!` needs quotes"
            self.faults.add(rules.TAG, message, fix, _position(event), path)


def parse(text: str, root: Place, faults: Faults) -> Parsed:
    """Reads the document in `text` as far as it goes; what is wrong with its YAML is added to `faults`.

    `root` says what is taken at which place, which decides what an unquoted value means.
    """
    builder = _Builder(root, faults)
    try:
        for event in _events(text, builder, faults):
            builder.take(event)
    except yaml.YAMLError as error:
        add_syntax_error(error, text, builder.last_scalar, faults)
        builder.break_off()
    if () not in builder.values:
        return Parsed(None, frozenset())
    document = Document(faults.file, text, builder.data, builder.values, builder.keys)
    return Parsed(document, frozenset(builder.unsure))


def _events(text: str, builder: _Builder, faults: Faults) -> Iterator[yaml.Event]:
    """The events of the first document's nodes; stops where nothing useful can follow."""
    started = False
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.DocumentStartEvent):
            if started:
                message, fix = "another document starts here", "give each environment a file of its own"
                faults.add(rules.SEVERAL_DOCUMENTS, message, fix, _position(event))
                return
            started = True
        elif isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
            yield event
        too_deep = len(builder.open) + builder.levels_skipped > MOST_LEVELS
        if too_deep:
            message, fix = f"more than {MOST_LEVELS} levels are open here", "see the example in the README"
            faults.add(rules.TOO_DEEP, message, fix, _position(event))
        if too_deep or faults.full:
            builder.break_off()
            return


def _is_plain(event: yaml.ScalarEvent, text: str) -> bool:
    return bool(event.value == text) and event.style not in _QUOTED


def _position(event: yaml.Event) -> Position:
    assert event.start_mark is not None
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)
