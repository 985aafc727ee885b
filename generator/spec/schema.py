"""The spec's JSON schema, for editors and for the reference page."""

import json
from typing import Any

from pydantic import BaseModel

from generator.spec.model import Environment

_Schema = dict[str, Any]
_NULL = {"type": "null"}


def json_schema() -> _Schema:
    """The schema of a spec file, with a title, a description, enums, patterns, defaults and examples.

    It is written for editors: draft 7, which all of them know, and without references, since beside a reference
    many of them ignore a description and a default.
    """
    return schema_of(
        Environment,
        title="Tidegate environment",
        comment="Generated from the model: `tidegate schema --output environments/schema.json`.",
    )


def schema_of(model: type[BaseModel], *, title: str, comment: str) -> _Schema:
    """The schema of a file that `model` describes; the comment says how the schema is made anew."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": comment,
        **_flat(schema, definitions),
        "title": title,
    }


def schema_text() -> str:
    """The schema as `environments/schema.json` holds it."""
    return f"{json.dumps(json_schema(), indent=2)}\n"


def _flat(schema: _Schema, definitions: _Schema) -> _Schema:
    """The schema with what it refers to put in, and what may be null written as one type of two."""
    if "$ref" in schema:
        schema = {**definitions[schema["$ref"].removeprefix("#/$defs/")], **schema}
    if _NULL in schema.get("anyOf", []):
        (other,) = [each for each in schema["anyOf"] if each != _NULL]
        found = _flat(other, definitions)
        schema = {**found, **schema, "type": [found["type"], "null"]}
    result = {key: value for key, value in schema.items() if key not in ("$ref", "anyOf", "propertyNames")}
    if "anyOf" in schema and "type" not in schema:
        result["anyOf"] = schema["anyOf"]
    for key in ("properties", "patternProperties"):
        if key in result:
            result[key] = {name: _titled(name, _flat(each, definitions)) for name, each in result[key].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(result.get(key), dict):
            result[key] = _flat(result[key], definitions)
    if "patternProperties" in result:
        result["additionalProperties"] = False
    return result


def _titled(name: str, schema: _Schema) -> _Schema:
    title = name.replace("_", " ").capitalize() if name.isidentifier() else schema.get("title", "")
    return {"title": title, **{key: value for key, value in schema.items() if key != "title"}}
