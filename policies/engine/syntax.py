"""Terraform's expressions as trees: as much of the language as a render uses, and a fault for the rest.

Source: https://developer.hashicorp.com/terraform/language/expressions (checked 2026-11-22).
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

_TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w-]*)|(?P<quote>")|(?P<sign>\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%!<>?:,.(){}\[\]=]))'
)
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("||",),
    ("&&",),
    ("==", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "/", "%"),
)


class UnreadableExpressionError(ValueError):
    """An expression that is not Terraform's, or that is beyond this reader."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, truth value or null."""

    value: bool | int | float | None


@dataclass(frozen=True, slots=True)
class Template:
    """Text and expressions in turn."""

    parts: "tuple[str | Node, ...]"


@dataclass(frozen=True, slots=True)
class Name:
    """The start of a reference."""

    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """`.name`, `[index]` (an expression) or `[*]` behind something."""

    of: "Node"
    kind: Literal["name", "index", "splat"]
    name: str = ""
    index: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function call, an operator, a condition (`?`), a list (`[]`) or an object (`{}`, keys and values in turn)."""

    function: str
    arguments: "tuple[Node, ...]"


Node: TypeAlias = Constant | Template | Name | Step | Call


@lru_cache(maxsize=4096)
def parse_template(text: str) -> Template:
    """A string of Terraform's JSON as a template. Raises UnreadableExpressionError for what it cannot read."""
    template, end = _template(text, 0, closing=False)
    assert end == len(text)
    return template


def _template(text: str, at: int, *, closing: bool) -> tuple[Template, int]:
    """The template from `at` to the end, or (`closing`) to the quote that ends it, escapes undone."""
    parts: list[str | Node] = []
    plain: list[str] = []
    while at < len(text) and not (closing and text[at] == '"'):
        if text.startswith(("$${", "%%{"), at):
            plain.append(text[at + 1 : at + 3])
            at += 3
        elif text.startswith("%{", at):
            raise UnreadableExpressionError("a template's directive")
        elif text.startswith("${", at):
            parts.append("".join(plain))
            plain = []
            reader = _Reader(text, at + 2)
            parts.append(reader.expression())
            at = reader.past("}")
        elif closing and text[at] == "\\":
            length = 6 if text[at + 1 : at + 2] == "u" else 2
            plain.append(_unescaped(text[at : at + length]))
            at += length
        else:
            plain.append(text[at])
            at += 1
    if closing and at >= len(text):
        raise UnreadableExpressionError("a text that does not end")
    parts.append("".join(plain))
    return Template(tuple(part for part in parts if part != "")), at


def _unescaped(escape: str) -> str:
    try:
        return str(json.loads(f'"{escape}"'))
    except ValueError:
        raise UnreadableExpressionError(f"the escape {escape}") from None


class _Reader:
    """Recursive descent over one expression."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at

    def expression(self) -> Node:
        condition = self._level(0)
        if not self._take("?"):
            return condition
        then = self.expression()
        self.past(":")
        return Call("?", (condition, then, self.expression()))

    def past(self, sign: str) -> int:
        """Steps over a sign that must be there; returns where that ends."""
        if not self._take(sign):
            raise UnreadableExpressionError(f"no {sign} at {self._at} in {self._text!r}")
        return self._at

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        left = self._level(level + 1)
        while operator := self._one_of(_LEVELS[level]):
            left = Call(operator, (left, self._level(level + 1)))
        return left

    def _unary(self) -> Node:
        for sign in ("!", "-"):
            if self._take(sign):
                return Call(f"unary{sign}", (self._unary(),))
        return self._steps(self._primary())

    def _primary(self) -> Node:
        found = self._next()
        if found is None:
            raise UnreadableExpressionError(f"nothing readable at {self._at} in {self._text!r}")
        self._at = found.end()
        if found["number"]:
            return Constant(float(found["number"]) if "." in found["number"] else int(found["number"]))
        if found["quote"]:
            template, end = _template(self._text, self._at, closing=True)
            self._at = end + 1
            return template
        if found["name"]:
            return self._named(found["name"])
        if found["sign"] == "(":
            inner = self.expression()
            self.past(")")
            return inner
        if found["sign"] == "[":
            return Call("[]", self._items("]"))
        if found["sign"] == "{":
            return Call("{}", self._entries())
        raise UnreadableExpressionError(f"{found['sign']} at {found.start()} in {self._text!r}")

    def _named(self, name: str) -> Node:
        if name in ("true", "false", "null"):
            return Constant({"true": True, "false": False, "null": None}[name])
        return Call(name, self._items(")")) if self._take("(") else Name(name)

    def _steps(self, node: Node) -> Node:
        while True:
            if self._take("["):
                node = Step(node, "splat") if self._take("*") else Step(node, "index", index=self.expression())
                self.past("]")
            elif self._take("."):
                node = self._dotted(node)
            else:
                return node

    def _dotted(self, node: Node) -> Node:
        if self._take("*"):
            return Step(node, "splat")
        found = self._next()
        if found is None or not (found["name"] or found["number"]):
            raise UnreadableExpressionError(f"no name at {self._at} in {self._text!r}")
        self._at = found.end()
        if found["number"]:
            return Step(node, "index", index=Constant(int(found["number"])))
        return Step(node, "name", found["name"])

    def _items(self, end: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._take(end):
            items.append(self.expression())
            if not self._take(","):
                self.past(end)
                break
        return tuple(items)

    def _entries(self) -> tuple[Node, ...]:
        entries: list[Node] = []
        while not self._take("}"):
            key = self.expression()
            entries.append(Template((key.name,)) if isinstance(key, Name) else key)
            if not self._take("="):
                self.past(":")
            entries.append(self.expression())
            self._take(",")
        return tuple(entries)

    def _next(self) -> re.Match[str] | None:
        return _TOKEN.match(self._text, self._at)

    def _take(self, sign: str) -> bool:
        found = self._next()
        if found is None or found["sign"] != sign:
            return False
        self._at = found.end()
        return True

    def _one_of(self, signs: tuple[str, ...]) -> str | None:
        return next((sign for sign in signs if self._take(sign)), None)
