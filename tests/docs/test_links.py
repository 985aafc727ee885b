"""Every link to a file of the repository leads to one, and every anchor to a heading."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.repository import ROOT, pages, repository_files

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"```.*?```", re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_NAMED = re.compile(r"`((?:generator|modules|sandbox|tests|environments|docs)/[\w./-]*\w)`")


def broken_links(page: Path, text: str, files: set[Path]) -> Iterator[str]:
    """The links of `text`, which stands at `page`, that lead nowhere; both are relative to the root."""
    for link in _LINK.findall(_FENCE.sub("", text)):
        target, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        if not target:
            found = anchor in _anchors(text)
        else:
            file = _resolved(page.parent / target)
            found = file in files and (not anchor or anchor in _anchors((ROOT / file).read_text()))
        if not found:
            yield link


def missing_files(text: str, files: set[Path]) -> Iterator[str]:
    """The files and folders of the repository that `text` names as code, and that are not there."""
    folders = {parent for file in files for parent in file.parents}
    for name in _NAMED.findall(text):
        if Path(name) not in files | folders:
            yield name


def _resolved(path: Path) -> Path:
    return (ROOT / path).resolve().relative_to(ROOT.resolve())


def _anchors(text: str) -> set[str]:
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(text)}


@pytest.mark.parametrize("page", pages(), ids=str)
def test_no_link_leads_nowhere(page: Path) -> None:
    assert list(broken_links(page, (ROOT / page).read_text(), set(repository_files()))) == []


@pytest.mark.parametrize("page", pages(), ids=str)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    assert list(missing_files((ROOT / page).read_text(), set(repository_files()))) == []


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text()
    numbered = sorted(page.name for page in pages() if re.match(r"\d{4}-", page.name))
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index) == numbered


@pytest.mark.parametrize(
    "page", [page for page in pages() if re.match(r"\d{4}-", page.name)], ids=lambda page: page.name
)
def test_a_decision_has_its_date_and_its_four_parts(page: Path) -> None:
    text = (ROOT / page).read_text()
    assert re.match(rf"# {int(page.name[:4])}\. .+\n\n\d{{4}}-\d\d-\d\d\n", text)
    assert _HEADING.findall(text)[1:] == ["Context", "Decision", "Consequences", "What would change our mind"]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[a](gone.md)", ["gone.md"]),
        ("[a](../README.md)", []),
        ("[a](spec.md#the-file) [b](spec.md#nowhere)", ["spec.md#nowhere"]),
        ("# Here\n[a](#here) [b](#there)", ["#there"]),
        ("[a](https://example.com/gone.md)", []),
        ("```\n[a](gone.md)\n```", []),
    ],
)
def test_a_broken_link_is_found(text: str, broken: list[str]) -> None:
    assert list(broken_links(Path("docs/page.md"), text, set(repository_files()))) == broken


def test_a_file_that_is_named_and_missing_is_found() -> None:
    text = "`modules/part.py`, `modules/gone.py`, `generator/synth`, `generator/gone/`"
    assert list(missing_files(text, set(repository_files()))) == ["modules/gone.py"]
