"""The README is one screen, and what it says is true."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.spec.document import Document
from generator.spec.loading import load_bytes
from generator.spec.model import Environment
from generator.synth.completeness import blocks
from generator.synth.rendering import render
from generator.validation import judge
from tests.docs.repository import ROOT

README = (ROOT / "README.md").read_text()


def fenced(language: str) -> str:
    """The one code block of that language."""
    (block,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return str(block)


def test_it_is_one_screen() -> None:
    assert len(README.splitlines()) <= 60


def test_its_smallest_spec_has_no_finding() -> None:
    loaded = load_bytes(fenced("yaml").encode(), shown_as="README.md", name=None)
    assert judge([loaded], today=date(2026, 11, 22)) == []
    assert loaded.environment


def test_nothing_can_be_left_out_of_its_smallest_spec() -> None:
    lines = fenced("yaml").splitlines(keepends=True)
    for index, line in enumerate(lines):
        shorter = "".join(lines[:index] + lines[index + 1 :])
        assert load_bytes(shorter.encode(), shown_as="README.md", name=None).findings, line


def test_the_plan_that_it_shows_is_that_of_the_environment(document: Document, environment: Environment) -> None:
    rendered = render(document, environment)
    origins: Any = rendered.origins["resources"]
    added = Counter[str]()
    for address, body in blocks(rendered.stack):
        if not address.startswith("data."):
            added[origins[address]["module"]] += _instances(body)
    shown = dict(re.findall(r"^([a-z]+) +(\d+) ", fenced("console"), re.MULTILINE))
    expected = {name: str(count) for name, count in added.items()} | {"total": str(added.total())}
    assert shown == expected, "paste what `make plan ENV=eu-west-1` prints now"
    assert f"({rendered.resources} resources)" in fenced("console")


def _instances(body: Mapping[str, object]) -> int:
    """How many instances a resource has; a list is written out in its `for_each`."""
    return len(re.findall(r'"[^"]+"', str(body["for_each"]))) if "for_each" in body else 1
