"""The README is one screen, and what it says is true."""

import re
from datetime import date

from generator.spec.loading import load_bytes
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


def test_it_shows_what_the_code_prints() -> None:
    """The summary is a real one: its columns are those of the table, and its total is the sum of the modules."""
    rows = [line.split() for line in fenced("console").splitlines() if line and line[0] not in "$p"]
    assert rows[0] == ["module", "add", "change", "replace", "destroy"]
    modules, total = {row[0]: int(row[1]) for row in rows[1:-1]}, rows[-1]
    assert total[:2] == ["total", str(sum(modules.values()))]
    rooms = {folder.name for folder in (ROOT / "modules").iterdir() if (folder / "__init__.py").is_file()}
    assert set(modules) == rooms - {"state"}
