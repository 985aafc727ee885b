"""Specs for Hypothesis: made from the schema, and real ones with bytes changed."""

from collections.abc import Callable
from typing import Any

import yaml
from hypothesis import strategies as st

from generator.spec.schema import json_schema
from tests.generator.spec.specs import REAL

Strategy = st.SearchStrategy[Any]


def from_schema(schema: dict[str, Any]) -> Strategy:
    """Values that `schema` allows, as far as types, patterns, lengths, ranges and keys go."""
    kinds = schema.get("type", "null")
    if "anyOf" in schema:
        return st.one_of([from_schema(each) for each in schema["anyOf"]])
    if isinstance(kinds, list):
        return st.one_of([from_schema({**schema, "type": kind}) for kind in kinds])
    return _MAKERS[kinds](schema)


def specs() -> Strategy:
    """Values that the schema of a spec allows."""
    return from_schema(json_schema())


@st.composite
def spec_files(draw: st.DrawFn) -> bytes:
    """Specs that the schema allows, written as YAML in one style or another."""
    data = draw(specs())
    flow, width = draw(st.sampled_from([None, True, False])), draw(st.sampled_from([40, 1000]))
    content: bytes = yaml.safe_dump(
        data, default_flow_style=flow, width=width, allow_unicode=draw(st.booleans()), encoding="utf-8", sort_keys=False
    )
    return content


@st.composite
def mutated_files(draw: st.DrawFn) -> bytes:
    """Real specs with pieces cut out, put in, doubled or moved."""
    content = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(start + draw(st.integers(0, 40)), len(content))
        piece = draw(st.one_of(st.binary(max_size=8), st.sampled_from(_YAML_PIECES), st.just(content[start:end] * 2)))
        content = content[:start] + piece + content[end:]
    return content


_YAML_PIECES = [
    piece.encode()
    for piece in (
        *"{}[]:,#&*!|>'\"%@`?-~\t\r\n\0\ufeff\u202e",
        *(": ", "- ", "\n  ", "\n---\n", "\n...\n", "<<: ", "&a ", "*a", "!!str ", "? ", "null", "1e3", "0x1f", "|-\n"),
        *("[" * 40, "{" * 40, "- " * 40, "? " * 40, "%YAML 1.2\n---\n", "\\x00", '"', "'"),
    )
]


_SHOWN = st.characters(
    max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs", "Cf", "Cn", "Zl", "Zp"], include_characters="🦆"
)


def _text(schema: dict[str, Any]) -> Strategy:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    longest = schema.get("maxLength")
    if "pattern" in schema:
        matching = st.from_regex(schema["pattern"].replace("$", r"\Z"), alphabet=_SHOWN)
        return matching.filter(lambda text: longest is None or len(text) <= longest)
    return st.text(_SHOWN, min_size=schema.get("minLength", 0), max_size=min(longest or 20, 20))


def _mapping(schema: dict[str, Any]) -> Strategy:
    if "properties" in schema:
        required = schema.get("required", [])
        made = {key: from_schema(each) for key, each in schema["properties"].items()}
        return st.fixed_dictionaries(
            {key: made[key] for key in required}, optional={key: made[key] for key in made if key not in required}
        )
    ((pattern, values),) = schema.get("patternProperties", {None: schema.get("additionalProperties")}).items()
    keys = st.from_regex(pattern.replace("$", r"\Z")) if pattern else st.from_regex(r"\A[a-z_]{1,20}\Z")
    return st.dictionaries(keys, from_schema(values), min_size=schema.get("minProperties", 0), max_size=2)


def _list(schema: dict[str, Any]) -> Strategy:
    least = schema.get("minItems", 0)
    return st.lists(from_schema(schema["items"]), min_size=least, max_size=schema.get("maxItems", least + 3))


_MAKERS: dict[str, Callable[[dict[str, Any]], Strategy]] = {
    "object": _mapping,
    "array": _list,
    "string": _text,
    "integer": lambda schema: st.integers(schema.get("minimum", -9), schema.get("maximum", 10**6)),
    "number": lambda _: st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda number: round(number, 3)),
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
}
