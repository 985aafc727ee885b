"""IAM policy documents: of a data source, or as JSON text.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (checked 2026-11-22).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from policies.engine.stack import Resource, Stack
from policies.engine.values import UNKNOWN, Interpolation, Reference, Unknown, Value, holds_unknown, joined

_JSON = ("json", "minified_json")
_PARTS = (
    ("source_json", False),
    ("source_policy_documents", False),
    (None, False),
    ("override_policy_documents", True),
    ("override_json", True),
)
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a statement speaks of: `kind` is "AWS", "Service", "Federated", "CanonicalUser" or "*"."""

    kind: str
    identifiers: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `test` is an operator such as "StringEquals", `variable` a key such as "aws:SourceAccount"."""

    test: str
    variable: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. Values are texts, references or text around them."""

    sid: str = ""
    effect: str = "Allow"
    actions: tuple[Value, ...] = ()
    not_actions: tuple[Value, ...] = ()
    resources: tuple[Value, ...] = ()
    not_resources: tuple[Value, ...] = ()
    principals: tuple[Principal, ...] = field(default=())
    not_principals: tuple[Principal, ...] = field(default=())
    conditions: tuple[Condition, ...] = field(default=())

    @property
    def allows(self) -> bool:
        """Whether it grants something; what is not plainly a denial does."""
        return self.effect != "Deny"


def statements(value: Value, stack: Stack) -> list[Statement] | Unknown:
    """The statements of a policy; UNKNOWN where they cannot all be told."""
    return _statements(value, stack, ())


def _statements(value: Value, stack: Stack, seen: tuple[str, ...]) -> list[Statement] | Unknown:
    if isinstance(value, Reference):
        found = stack.target(value)
        if found is None or found.address in seen:
            return UNKNOWN
        if found.type == "aws_iam_policy_document":
            return _of_source(found, stack, (*seen, found.address)) if value.attribute in _JSON else UNKNOWN
        return _statements(found.get(value.attribute, UNKNOWN), stack, (*seen, found.address))
    if isinstance(value, (str, Interpolation)):
        return _of_text(value)
    return UNKNOWN


def _of_source(source: Resource, stack: Stack, seen: tuple[str, ...]) -> list[Statement] | Unknown:
    found: list[Statement] = []
    for name, overrides in _PARTS:
        for more in _own(source) if name is None else _others(source.get(name), stack, seen):
            if isinstance(more, Unknown):
                return UNKNOWN
            if overrides and more.sid:
                found = [each for each in found if each.sid != more.sid]
            found.append(more)
    return found


def _own(source: Resource) -> list[Statement | Unknown]:
    written = source.get("statement", [])
    if not isinstance(written, list):
        return [UNKNOWN]
    return [_block(each) if isinstance(each, dict) and not holds_unknown(each) else UNKNOWN for each in written]


def _others(documents: Value, stack: Stack, seen: tuple[str, ...]) -> list[Statement | Unknown]:
    if documents is None:
        return []
    found: list[Statement | Unknown] = []
    for document in documents if isinstance(documents, list) else [UNKNOWN]:
        inside = _statements(document, stack, seen)
        found += [inside] if isinstance(inside, Unknown) else inside
    return found


def _block(block: Mapping[str, Value]) -> Statement:
    return Statement(
        sid=str(block.get("sid") or ""),
        effect=str(block.get("effect") or "Allow"),
        actions=_several(block.get("actions")),
        not_actions=_several(block.get("not_actions")),
        resources=_several(block.get("resources")),
        not_resources=_several(block.get("not_resources")),
        principals=_principal_blocks(block.get("principals")),
        not_principals=_principal_blocks(block.get("not_principals")),
        conditions=tuple(
            Condition(str(each.get("test")), str(each.get("variable")), _several(each.get("values")))
            for each in _dicts(block.get("condition"))
        ),
    )


def _principal_blocks(blocks: Value) -> tuple[Principal, ...]:
    return tuple(Principal(str(each.get("type")), _several(each.get("identifiers"))) for each in _dicts(blocks))


def _dicts(blocks: Value) -> list[dict[str, Value]]:
    return [each for each in blocks if isinstance(each, dict)] if isinstance(blocks, list) else []


def _several(value: Value) -> tuple[Value, ...]:
    return () if value is None else tuple(value) if isinstance(value, list) else (value,)


def _of_text(text: str | Interpolation) -> list[Statement] | Unknown:
    references = [part for part in text.parts if isinstance(part, Reference)] if isinstance(text, Interpolation) else []
    try:
        data = json.loads(_marked(text), strict=False)
        written = data["Statement"]
        blocks = written if isinstance(written, list) else [written]
        return [_from_json(cast("Mapping[str, Any]", _unmarked(each, references))) for each in blocks]
    except (ValueError, KeyError, TypeError, AttributeError):
        return UNKNOWN


def _marked(text: str | Interpolation) -> str:
    if isinstance(text, str):
        return text
    numbers = iter(range(len(text.parts)))
    return "".join(part if isinstance(part, str) else f"{_MARK}{next(numbers)}{_MARK}" for part in text.parts)


def _unmarked(value: Any, references: list[Reference]) -> Any:
    if isinstance(value, dict):
        return {key: _unmarked(item, references) for key, item in value.items()}
    if isinstance(value, list):
        return [_unmarked(item, references) for item in value]
    if not isinstance(value, str) or _MARK not in value:
        return value
    pieces = value.split(_MARK)
    return joined([references[int(each)] if index % 2 else each for index, each in enumerate(pieces)])


def _from_json(block: Mapping[str, Any]) -> Statement:
    return Statement(
        sid=block.get("Sid", ""),
        effect=block["Effect"],
        actions=_several(block.get("Action")),
        not_actions=_several(block.get("NotAction")),
        resources=_several(block.get("Resource")),
        not_resources=_several(block.get("NotResource")),
        principals=_principals(block.get("Principal")),
        not_principals=_principals(block.get("NotPrincipal")),
        conditions=tuple(
            Condition(test, variable, _several(values))
            for test, variables in block.get("Condition", {}).items()
            for variable, values in variables.items()
        ),
    )


def _principals(said: Any) -> tuple[Principal, ...]:
    if said is None:
        return ()
    if isinstance(said, Mapping):
        return tuple(Principal(kind, _several(identifiers)) for kind, identifiers in said.items())
    return (Principal("*", _several(said)),)
