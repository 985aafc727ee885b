"""The page of every key of a spec, made from its JSON schema."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.spec.schema import json_schema

_Schema = Mapping[str, Any]
_HEAD = ("key", "type", "default", "allowed", "example", "what it is")
_SIDES = {"minimum": "from {:,}", "maximum": "to {:,}"}
_SIZES = {
    "minLength": ("character", "or more"),
    "maxLength": ("character", "at most"),
    "minItems": ("item", "or more"),
    "maxItems": ("item", "at most"),
    "minProperties": ("key", "or more"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a spec: its dotted path, its schema, and whether a spec must have it.

    `<name>` stands for a key that the user chooses, `[]` for each item of a list.
    """

    path: str
    schema: _Schema
    required: bool


def specification_page() -> str:
    """Markdown: a section for each mapping of the spec, with a table of its keys."""
    schema = json_schema()
    return "\n".join([*_opening(schema), *(line for path, keys in sections(schema) for line in _section(path, keys))])


def sections(schema: _Schema, path: str = "") -> Iterator[tuple[str, list[Key]]]:
    """Each mapping of the schema, by its path, with its keys; the root comes first."""
    if schema.get("properties"):
        yield path, list(_keys(schema, path))
    for below, child in _children(schema, path):
        yield from sections(child, below)


def _keys(schema: _Schema, path: str) -> Iterator[Key]:
    required = schema.get("required", ())
    for name, child in schema["properties"].items():
        yield Key(f"{path}.{name}".lstrip("."), child, name in required)


def _children(schema: _Schema, path: str) -> Iterator[tuple[str, _Schema]]:
    for name, child in schema.get("properties", {}).items():
        yield f"{path}.{name}".lstrip("."), child
    for child in [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]:
        if isinstance(child, Mapping):
            yield f"{path}.<name>", child
    if isinstance(schema.get("items"), Mapping):
        yield f"{path}[]", schema["items"]


def _opening(schema: _Schema) -> Iterator[str]:
    yield "# The spec"
    yield ""
    yield schema["description"]
    yield ""
    yield "Editors complete and check it with `environments/schema.json`; what AWS would refuse beyond that, the"
    yield "[rules](rules.md) say. `<name>` stands for a key that you choose, `[]` for each item of a list; a key"
    yield "without a default must be there."
    yield ""


def _section(path: str, keys: list[Key]) -> Iterator[str]:
    yield f"## `{path}`" if path else "## The file"
    yield ""
    yield _row(_HEAD)
    yield _row(["---"] * len(_HEAD))
    yield from (_row(_cells(key)) for key in keys)
    yield ""


def _cells(key: Key) -> Iterator[str]:
    schema = key.schema
    yield _code(key.path)
    yield _type(schema)
    yield "" if key.required else _default(schema)
    yield _allowed(schema)
    yield ", ".join(_code(_text(each)) for each in _examples(schema))
    yield schema.get("description", "")


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """Code inside a table's cell, where a bar would end the cell."""
    escaped = text.replace("|", "\\|")
    return f"`{escaped}`"


def _type(schema: _Schema) -> str:
    kinds = schema.get("type") or [each["type"] for each in schema.get("anyOf", ())]
    named = [kinds] if isinstance(kinds, str) else [kind for kind in kinds if kind != "null"]
    if "number" in named:
        named = ["number"]
    return " or ".join(_kind(kind, schema) for kind in named)


def _kind(kind: str, schema: _Schema) -> str:
    if kind == "array":
        return f"list of {_type(schema['items'])}s"
    values = schema.get("additionalProperties")
    if kind == "object" and isinstance(values, Mapping):
        return f"mapping to {_type(values)}s"
    return {"object": "mapping", "boolean": "true or false"}.get(kind, kind)


def _default(schema: _Schema) -> str:
    default = schema.get("default")
    if default is None:
        return "left out"
    if isinstance(default, Mapping) and default:
        return "the keys' own"
    return _code(_text(default))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _allowed(schema: _Schema) -> str:
    values = schema.get("enum") or schema.get("items", {}).get("enum") or []
    pattern = schema.get("pattern") or schema.get("items", {}).get("pattern")
    shapes = [_code(_text(value)) for value in values] or ([_code(pattern)] if pattern else [])
    keys = [f"keys {_code(each)}" for each in schema.get("patternProperties", ())]
    return ", ".join([*shapes, *keys, *_limits(schema)])


def _limits(schema: _Schema) -> Iterator[str]:
    if "minItems" in schema and schema["minItems"] == schema.get("maxItems"):
        yield f"exactly {schema['minItems']} items"
        return
    yield from (text.format(schema[name]) for name, text in _SIDES.items() if name in schema)
    for name, (noun, side) in _SIZES.items():
        if name in schema:
            yield f"{schema[name]:,} {noun}{'' if schema[name] == 1 else 's'} {side}"


def _examples(schema: _Schema) -> list[object]:
    found: list[object] = schema.get("examples") or schema.get("items", {}).get("examples") or []
    return found
