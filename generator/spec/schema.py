"""The spec's JSON schema, for editors and for the reference page."""

from typing import Any

from generator.spec.model import Environment


def json_schema() -> dict[str, Any]:
    """The schema of a spec file, with descriptions, enums, patterns, defaults and examples."""
    schema = Environment.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Tidegate environment", **schema}
