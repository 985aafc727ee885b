"""The edits that make a mutant of a rendered stack. Each changes something, or it is an error in the operator."""

import copy
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from tests.mutants.paths import Spot, existing, spots

Stack = dict[str, Any]


class EditError(ValueError):
    """An edit that is none, or that would leave the stack as it is."""


@dataclass(frozen=True, slots=True)
class Edit(ABC):
    """One change of a stack in the form of `cdk.tf.json`; `keys` are the fields' names in YAML, its verb first."""

    keys: ClassVar[tuple[str, ...]]

    @abstractmethod
    def apply(self, stack: Stack) -> None:
        """Changes `stack`. Raises EditError or PathError if there is nothing to change."""


@dataclass(frozen=True, slots=True)
class Set(Edit):
    """`{set: PATH, to: VALUE}`: the last step need not be there yet."""

    keys = ("set", "to")
    path: str
    to: Any

    def apply(self, stack: Stack) -> None:
        """Puts a copy of the value at each place."""
        changed = [spot for spot in spots(stack, self.path) if not spot.exists or not same(spot.value, self.to)]
        if not changed:
            raise EditError(f"{self.path} is {self.to!r} already")
        for spot in changed:
            spot.container[spot.step] = copy.deepcopy(self.to)


@dataclass(frozen=True, slots=True)
class Remove(Edit):
    """`{remove: PATH}`."""

    keys = ("remove",)
    path: str

    def apply(self, stack: Stack) -> None:
        """Takes out what is at each place, the last one of a list first."""
        for spot in reversed(existing(stack, self.path)):
            del spot.container[spot.step]


@dataclass(frozen=True, slots=True)
class Append(Edit):
    """`{append: PATH, value: VALUE}`: PATH is that of a list; one that is missing starts empty."""

    keys = ("append", "value")
    path: str
    value: Any

    def apply(self, stack: Stack) -> None:
        """Adds a copy of the value to each list."""
        for spot in spots(stack, self.path):
            if not spot.exists:
                spot.container[spot.step] = []
            if not isinstance(spot.value, list):
                raise EditError(f"{self.path} is no list")
            spot.value.append(copy.deepcopy(self.value))


@dataclass(frozen=True, slots=True)
class Replace(Edit):
    """`{replace: TEXT, by: TEXT, in: PATH}`: in every text at PATH or below."""

    keys = ("replace", "by", "in")
    text: str
    by: str
    inside: str

    def apply(self, stack: Stack) -> None:
        """Replaces the text wherever it stands."""
        changed = [self._replace(spot) for spot in existing(stack, self.inside)]
        if not any(changed):
            raise EditError(f"there is no {self.text!r} in {self.inside}")

    def _replace(self, spot: Spot) -> bool:
        old = spot.value
        spot.container[spot.step] = replaced(old, {self.text: self.by})
        return not same(old, spot.value)


@dataclass(frozen=True, slots=True)
class Add(Edit):
    """`{add: ADDRESS, with: ARGUMENTS}`: a resource, or a data source with `data.` in front."""

    keys = ("add", "with")
    address: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, stack: Stack) -> None:
        """Puts the resource in, which must not be there yet."""
        of_type, name = _place(stack, self.address)
        if name in of_type:
            raise EditError(f"{self.address} is there already")
        of_type[name] = copy.deepcopy(dict(self.arguments))


@dataclass(frozen=True, slots=True)
class Copy(Edit):
    """`{copy: ADDRESS, to: ADDRESS, with: ARGUMENTS, without: [ARGUMENT, …]}`: a second one beside the first."""

    keys = ("copy", "to", "with", "without")
    address: str
    to: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    without: Sequence[str] = ()

    def apply(self, stack: Stack) -> None:
        """Puts a copy in, with other arguments where they are given."""
        of_type, name = _place(stack, self.address)
        if name not in of_type:
            raise EditError(f"there is no {self.address}")
        kept = {key: value for key, value in of_type[name].items() if key not in ("//", *self.without)}
        Add(self.to, kept | dict(self.arguments)).apply(stack)


@dataclass(frozen=True, slots=True)
class Provider(Edit):
    """`{provider: ALIAS, with: ARGUMENTS}`: another configuration of the AWS provider, for the same account."""

    keys = ("provider", "with")
    alias: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, stack: Stack) -> None:
        """Adds the configuration."""
        configurations = stack["provider"]["aws"]
        own = {"alias": self.alias, "allowed_account_ids": configurations[0]["allowed_account_ids"]}
        configurations.append(copy.deepcopy(own | dict(self.arguments)))


@dataclass(frozen=True, slots=True)
class Variable(Edit):
    """`{variable: NAME, with: {default: VALUE}}`."""

    keys = ("variable", "with")
    name: str
    content: Any

    def apply(self, stack: Stack) -> None:
        """Declares the variable."""
        _declare(stack, "variable", self.name, self.content)


@dataclass(frozen=True, slots=True)
class Local(Edit):
    """`{local: NAME, with: VALUE}`."""

    keys = ("local", "with")
    name: str
    content: Any

    def apply(self, stack: Stack) -> None:
        """Declares the local value."""
        _declare(stack, "locals", self.name, self.content)


_KINDS: tuple[type[Edit], ...] = (Set, Remove, Append, Replace, Add, Copy, Provider, Variable, Local)


def read_edit(written: Mapping[str, Any]) -> Edit:
    """The edit that a YAML mapping writes; its first key is the verb. Raises EditError for one that is none."""
    verb = next(iter(written), "")
    kind = next((each for each in _KINDS if each.keys[0] == verb), None)
    if kind is None:
        raise EditError(f"`{verb}` is no edit: there are {', '.join(each.keys[0] for each in _KINDS)}")
    names = {key: each.name for key, each in zip(kind.keys, fields(kind), strict=True)}
    try:
        return kind(**{names[key]: value for key, value in written.items()})
    except (KeyError, TypeError) as error:
        raise EditError(f"`{verb}` has the keys {', '.join(kind.keys)}, not {', '.join(written)}") from error


def replaced(value: Any, texts: Mapping[str, str]) -> Any:
    """`value` with some texts replaced, in all its strings and keys."""
    if isinstance(value, str):
        for text, by in texts.items():
            value = value.replace(text, by)
        return value
    if isinstance(value, list):
        return [replaced(entry, texts) for entry in value]
    if isinstance(value, dict):
        return {replaced(key, texts): replaced(entry, texts) for key, entry in value.items()}
    return value


def same(one: Any, other: Any) -> bool:
    """Whether both are the same JSON; to Python, `true` and `1` are equal."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _place(stack: Stack, address: str) -> tuple[dict[str, Any], str]:
    block = "data" if address.startswith("data.") else "resource"
    kind, _, name = address.removeprefix("data.").partition(".")
    if not kind or not name:
        raise EditError(f"{address} is no address")
    of_type: dict[str, Any] = stack[block].setdefault(kind, {})
    return of_type, name


def _declare(stack: Stack, block: str, name: str, content: Any) -> None:
    declared = stack.setdefault(block, {})
    if name in declared:
        raise EditError(f"{block} {name} is there already")
    declared[name] = copy.deepcopy(content)
