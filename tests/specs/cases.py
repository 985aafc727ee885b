"""A case: one spec, or a folder of specs that are checked together, with the expected findings beside the faults."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from generator.findings import Finding
from generator.report.printable import one_line
from generator.spec.document import dotted
from generator.spec.loading import Loaded, load_bytes
from generator.validation import judge

TODAY = date(2026, 11, 22)
"""The day on which every case is judged, unless a `# today:` line names another."""

_EXPECTED = re.compile(r"#( *\^)? (error|warning) (?P<rule>[A-Z]+[0-9]+): ")
_FIX = re.compile(r"# +fix: ")
_TODAY = re.compile(r"^# today: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_JUST_PASSES = re.compile(r"^# just passes: (.+)$", re.MULTILINE)


def is_case(path: Path) -> bool:
    """Whether `path` is a case by its name."""
    named = path.name.startswith(("pass-", "fail-"))
    return named and (path.is_dir() or path.suffix == ".yaml")


def judged(case: Path, texts: Mapping[Path, str]) -> dict[Path, str]:
    """The case's files as they should be: each finding that Tidegate has, below the line it is about."""
    alone = not case.is_dir()
    names = {file: file.name if alone else file.relative_to(case).as_posix() for file in texts}
    loaded = {
        file: load_bytes(text.encode(), shown_as=names[file], name=None if alone else file.stem)
        for file, text in texts.items()
    }
    findings = judge(list(loaded.values()), today=_today(texts))
    for found in findings:
        _points_to_its_path(found, {names[file]: spec for file, spec in loaded.items()})
    return {
        file: annotated(text, [found for found in findings if found.file == names[file]])
        for file, text in texts.items()
    }


def annotated(text: str, findings: list[Finding]) -> str:
    """`text` with its old expectations taken out and `findings` put in."""
    lines: list[str] = []
    at = dict.fromkeys(range(1, len(text.split("\n")) + 1), 0)
    for number, line in enumerate(text.split("\n"), start=1):
        if not (_EXPECTED.match(line) or _FIX.match(line)):
            lines.append(line)
        at[number] = max(len(lines), 1)
    for found in reversed(findings):
        place = at[found.line or 1]
        lines[place:place] = _expectation(found)
    return "\n".join(lines)


def expects_findings(texts: Mapping[Path, str]) -> bool:
    """Whether any of a case's files says that something is wrong."""
    return any(_EXPECTED.match(line) for text in texts.values() for line in text.split("\n"))


def texts_of(case: Path) -> dict[Path, str]:
    """The content of a case's files; line ends stay as they are."""
    files = sorted(case.rglob("*.yaml")) if case.is_dir() else [case]
    return {file: file.read_bytes().decode() for file in files}


def expected_rules(case: Path) -> set[str]:
    """The rules that are said to fire in a case."""
    lines = [line for text in texts_of(case).values() for line in text.split("\n")]
    return {match["rule"] for line in lines if (match := _EXPECTED.match(line))}


def just_passing_rules(case: Path) -> set[str]:
    """The rules whose boundary a case touches from the right side: its `# just passes:` lines."""
    return {
        rule
        for text in texts_of(case).values()
        for named in _JUST_PASSES.findall(text)
        for rule in re.split(r",\s*", named)
    }


def all_cases() -> Iterator[Path]:
    """Every case beside this file."""
    return filter(is_case, sorted(Path(__file__).parent.iterdir()))


def _expectation(found: Finding) -> list[str]:
    column = found.column or 1
    margin = "#" + " " * (column - 2)
    marker = "#" if column == 1 else f"{margin}^"
    return [
        f"{marker} {found.severity} {found.rule}: {one_line(found.message)}",
        f"{margin}  fix: {one_line(found.fix)}",
    ]


def _points_to_its_path(found: Finding, loaded: Mapping[str, Loaded]) -> None:
    """A finding on a sound spec must stand where the value or the key of its path stands."""
    assert found.file, found
    spec = loaded[found.file]
    if spec.document is None or spec.environment is None:
        return
    document = spec.document
    assert found.path, found
    known = [path for path in document.values if _contains(dotted(path), found.path)]
    nearest = max(known, key=len)
    stands = {document.position(nearest), document.key_position(nearest)}
    assert (found.line, found.column) in stands, f"{found} does not point to its path, which stands at {stands}"


def _contains(outer: str, inner: str) -> bool:
    return outer in ("", inner) or inner.startswith((f"{outer}.", f"{outer}["))


def _today(texts: Mapping[Path, str]) -> date:
    days = [day for text in texts.values() for day in _TODAY.findall(text)]
    return date.fromisoformat(days[0]) if days else TODAY
