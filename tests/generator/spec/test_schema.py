"""The schema that editors complete and check with."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml

from generator.spec.schema import json_schema, schema_text
from tests.generator.spec.specs import REAL, ROOT, SMALLEST

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def properties(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of the schema, by its dotted path."""
    for key in ("properties", "patternProperties"):
        for name, inner in schema.get(key, {}).items():
            yield f"{path}.{name}", inner
            yield from properties(inner, f"{path}.{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from properties(schema[key], f"{path}[]")


PROPERTIES = dict(properties(SCHEMA))


def test_the_committed_schema_is_that_of_the_model() -> None:
    committed = (ROOT / "environments" / "schema.json").read_text(encoding="utf-8")

    assert committed == schema_text(), "run: .venv/bin/tidegate schema --output environments/schema.json"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", PROPERTIES)
def test_every_property_has_a_title_and_a_description(path: str) -> None:
    assert PROPERTIES[path]["title"]
    assert PROPERTIES[path]["description"].endswith(".")


def test_a_property_without_default_is_required_and_the_other_way_round() -> None:
    assert SCHEMA["required"] == ["environment", "region", "account_id", "owner", "residency", "network", "databases"]
    assert [name for name, inner in SCHEMA["properties"].items() if "default" not in inner] == SCHEMA["required"]


def test_no_editor_needs_to_follow_a_reference() -> None:
    assert "$ref" not in schema_text()


def test_every_example_and_default_is_allowed() -> None:
    for inner in PROPERTIES.values():
        own = jsonschema.Draft7Validator(inner)
        for value in [*inner.get("examples", []), *([inner["default"]] if "default" in inner else [])]:
            own.validate(value)


@pytest.mark.parametrize("content", [*REAL, SMALLEST.encode()])
def test_a_spec_that_passes_is_allowed(content: bytes) -> None:
    VALIDATOR.validate(yaml.safe_load(content))


@pytest.mark.parametrize("content", REAL)
def test_an_environment_names_the_schema_for_editors(content: bytes) -> None:
    assert content.startswith(b"# yaml-language-server: $schema=schema.json\n")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("regoin",), "eu-west-1"),
        (("account_id",), "22222222222"),
        (("databases",), {}),
        (("databases", "Orders"), {"instance_class": "db.r6gd.large"}),
        (("databases", "orders", "port"), 0),
        (("databases", "orders", "storage"), {"type": "gp2"}),
        (("databases", "orders", "parameters"), {"max_connections": 2000}),
        (("databases", "orders", "deletion_protection"), None),
        (("network", "availability_zones"), ["eu-west-1a"]),
    ],
)
def test_an_editor_sees_what_loading_would_refuse(path: tuple[str, ...], value: object) -> None:
    spec = yaml.safe_load(SMALLEST)
    place = spec
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    (error,) = VALIDATOR.iter_errors(spec)

    assert list(error.absolute_path) in ([*path], [*path[:-1]], [*path, "type"], [*path, "max_connections"])


def test_the_schema_says_it_is_json_that_every_reader_takes() -> None:
    assert json.loads(schema_text()) == SCHEMA
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
