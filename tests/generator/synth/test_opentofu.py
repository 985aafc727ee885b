"""The render holds nothing that OpenTofu does not know; there is no OpenTofu here to ask."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.synth.rendering import REQUIRED_TERRAFORM
from tests.policies.compliant import rendered

KNOWN = yaml.safe_load((Path(__file__).parent / "opentofu.yaml").read_text(encoding="utf-8"))
_FUNCTION = re.compile(r"\b([a-z][a-z0-9_]*)\(")
_EXPRESSION = re.compile(r"\$\{([^}]*)\}")
FOLDERS = ("", "state", "roles")


def used(stack: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything of the language that a stack makes use of: what kind of thing, and its name."""
    yield from (("sections", each) for each in stack if each != "//")
    terraform = stack.get("terraform", {})
    yield from (("terraform", each) for each in terraform)
    for kind, body in terraform.get("backend", {}).items():
        if kind != "local":
            yield from (("backend", each) for each in body)
    for section in ("resource", "data"):
        for named in stack.get(section, {}).values():
            for body in named.values():
                yield from _of_block(body)
    yield from (("functions", each) for text in _texts(stack) for each in _functions(text))


def _of_block(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("meta", each) for each in body if each in ("count", "depends_on", "for_each", "lifecycle", "provider"))
    yield from (("lifecycle", each) for each in body.get("lifecycle", {}))
    yield from (("write_only", each) for each in body if each.endswith("_wo"))


def _functions(text: str) -> Iterator[str]:
    for expression in _EXPRESSION.findall(text):
        yield from _FUNCTION.findall(re.sub(r'"(\\.|[^"\\])*"', '""', expression))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for item in value.values() for text in _texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in _texts(item))
    elif isinstance(value, str):
        yield value


def unknown(stack: dict[str, Any]) -> set[tuple[str, str]]:
    """What OpenTofu of the oldest version that the render takes does not have."""
    oldest = _version(REQUIRED_TERRAFORM.split()[1].rstrip(","))
    return {(kind, name) for kind, name in used(stack) if _version(KNOWN[kind].get(name, "99")) > oldest}


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")[:2]))


def stack_of(folder: str, environment: str = "eu-west-1") -> dict[str, Any]:
    data: dict[str, Any] = json.loads((rendered(environment) / folder / "cdk.tf.json").read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_render_uses_what_opentofu_knows(folder: str, environment: str) -> None:
    stack = stack_of(folder, environment)
    assert {kind for kind, _ in used(stack)} >= {"sections", "terraform", "lifecycle"} - (
        {"lifecycle"} if folder == "roles" else set()
    )
    assert unknown(stack) == set()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"resource": {"aws_x": {"y": {"password_wo": "x"}}}}, ("write_only", "password_wo")),
        ({"resource": {"aws_x": {"y": {"lifecycle": {"enabled": True}}}}}, ("lifecycle", "enabled")),
        ({"resource": {"aws_x": {"y": {"count": 1}}}}, ("meta", "count")),
        ({"resource": {"aws_x": {"y": {"a": '${ephemeralasnull("x")}'}}}}, ("functions", "ephemeralasnull")),
        ({"terraform": {"cloud": {}}}, ("terraform", "cloud")),
        ({"terraform": {"backend": {"s3": {"use_path_style": True}}}}, ("backend", "use_path_style")),
        ({"ephemeral": {}}, ("sections", "ephemeral")),
    ],
)
def test_what_it_may_not_know_is_found(change: dict[str, Any], found: tuple[str, str]) -> None:
    assert unknown(copy.deepcopy(stack_of("")) | change) == {found}


def test_the_whole_of_the_list_is_used() -> None:
    seen = {each for folder in FOLDERS for each in used(stack_of(folder))} | {("sections", "import")}
    listed = {(kind, name) for kind, names in KNOWN.items() if isinstance(names, dict) for name in names}
    assert listed - seen <= {("meta", "provider")}
