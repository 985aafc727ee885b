"""What is generated is what is committed, and leaves nothing out."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from generator.cli.main import COMMANDS
from generator.documentation import PAGES, render_page, write_pages
from generator.documentation.commands import make_targets
from generator.documentation.specification import Key, sections
from generator.findings_catalogue import descriptions
from generator.spec.schema import json_schema
from tests.docs.repository import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_committed_as_it_is_generated(name: str) -> None:
    committed = (ROOT / "docs" / name).read_text()
    assert render_page(name).splitlines() == committed.splitlines(), (
        f"docs/{name} is not what the code says now: run `make docs`"
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_says_what_it_is_made_by(name: str) -> None:
    assert "`make docs`" in render_page(name).splitlines()[0]


def test_writing_the_pages_writes_all_of_them(tmp_path: Any) -> None:
    assert write_pages(tmp_path / "docs") == list(PAGES)
    assert {file.name: file.read_text() for file in (tmp_path / "docs").iterdir()} == {
        name: render_page(name) for name in PAGES
    }


def test_every_command_is_documented() -> None:
    page = render_page("commands.md")
    assert [name for name in COMMANDS if f"\n## tidegate {name}\n" not in page] == []


def test_every_target_of_the_makefile_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = [line for line in makefile.splitlines() if line.startswith(".PHONY:")]
    assert sorted(make_targets()) == sorted(set(phony.split()[1:]) - {"named"})
    page = render_page("commands.md")
    assert [name for name in make_targets() if f"| `make {name}` |" not in page] == []


def test_every_rule_policy_and_check_is_explained_once() -> None:
    rules, policies = render_page("rules.md"), render_page("policies.md")
    pages = rules + policies + render_page("guards.md")
    headings = [line.lstrip("# ") for line in pages.splitlines() if line.startswith("##")]
    checks = [line.split(" ")[1] for line in policies.splitlines() if line.startswith(("| CKV_AWS", "| CKV2_AWS"))]
    explained = Counter([*headings, *checks])
    assert {rule.id: explained[rule.id] for rule in descriptions()} == {rule.id: 1 for rule in descriptions()}


def test_every_key_of_the_schema_has_one_row() -> None:
    page = render_page("spec.md")
    paths = [key.path for _, keys in sections(json_schema()) for key in keys]
    assert len(paths) == sum(1 for _ in _properties(json_schema()))
    assert [path for path in paths if page.count(f"\n| `{path}` | ") != 1] == []


def test_every_key_says_what_it_is_and_of_which_type() -> None:
    rows = [line.split(" | ") for line in render_page("spec.md").splitlines() if line.startswith("| `")]
    assert [row for row in rows if not row[1].strip() or not row[-1].strip(" |")] == []


def test_a_key_of_a_chosen_name_and_a_list_are_written_so_that_one_sees_it() -> None:
    schema = json.loads(
        """{"properties": {"things": {"type": "object", "patternProperties": {"^a$": {
            "properties": {"parts": {"type": "array", "items": {"properties": {"name": {"type": "string"}},
            "required": ["name"]}}}}}}}}"""
    )
    assert [key for _, keys in sections(schema) for key in keys][1:] == [
        Key(
            "things.<name>.parts",
            schema["properties"]["things"]["patternProperties"]["^a$"]["properties"]["parts"],
            False,
        ),
        Key("things.<name>.parts[].name", {"type": "string"}, True),
    ]


def _properties(schema: Mapping[str, Any]) -> Iterator[str]:
    for key, value in schema.items():
        if key == "properties":
            yield from value
        if isinstance(value, Mapping):
            yield from _properties(value)
